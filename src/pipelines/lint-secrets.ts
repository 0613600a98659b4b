import type { Finding, LintRule } from './lint-program.ts';
import type { SavedText } from './saved-texts.ts';

/** Keys, tokens and passwords, known by their form or by the name they stand under. */
export const secrets: LintRule = ({ texts }) => texts.flatMap((saved) => secretIn(saved) ?? []);

const FORMS: readonly (readonly [what: string, form: RegExp])[] = [
  ['an API key', /\bsk-[\w-]{16,}/],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{20,}/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a Google API key', /\bAIza[\w-]{35}/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['a JSON web token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/],
  ['a bearer token', /\bBearer [\w.~+/-]{16,}=*/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i],
];
const SECRET_NAME = /(?:api[_-]?key|access[_-]?key|token|secret|password|passwd|authorization|credentials?)$/i;
/** A reference to a variable, or what stands for a value that was taken out. */
const PLACEHOLDER = /^(?:\$\{\w+\}|\*+|<.*>|none|null|dummy)?$/i;

function secretIn({ place, key, text, isShown }: SavedText): Finding | null {
  const found = FORMS.map(([what, form]) => ({ what, match: form.exec(text)?.[0] })).find(
    ({ match }) => match !== undefined,
  );
  if (found?.match !== undefined) return finding(place, `holds what looks like ${found.what} (${masked(found.match)})`);
  if (isShown || !SECRET_NAME.test(key) || PLACEHOLDER.test(text)) return null;
  return finding(place, `holds a value under the name of a secret (${masked(text)})`);
}

function finding(place: string, message: string): Finding {
  return { code: 'SECRET_FOUND', severity: 'error', place, message };
}

/** `sk-…wxyz`; nothing of a short one. */
function masked(secret: string): string {
  return secret.length < 16 ? '…' : `${secret.slice(0, 3)}…${secret.slice(-4)}`;
}
