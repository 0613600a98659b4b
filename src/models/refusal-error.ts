import { RagError, type RetryAdvice } from '../core/errors.ts';
import { perhapsOfProxy, type RefusalTraits } from '../network/proxy-failure.ts';
import { accessDenied, foreignHost, keyRejected, quotaExceeded } from './access-refusals.ts';
import type { Refusal } from './refusal.ts';
import type { Rule, Verdict } from './refusal-rule.ts';
import {
  contextOverflow,
  embeddingsUnsupported,
  modelMissing,
  requestInvalid,
  vectorsNotFinite,
  wrongPath,
} from './request-refusals.ts';
import { retryAfterMs } from './retry-after.ts';
import type { ServerContext } from './server-context.ts';

/** The first rule that knows the refusal decides; what the text says is more exact than the status. */
const RULES: readonly Rule[] = [
  contextOverflow,
  diskFull,
  quotaExceeded,
  keyRejected,
  foreignHost,
  accessDenied,
  modelMissing,
  wrongPath,
  embeddingsUnsupported,
  vectorsNotFinite,
  rateLimited,
  serverBusy,
  requestInvalid,
  serverFailed,
];

/** A refusal in words, with advice to retry where the same request may succeed later. `now` is in milliseconds since 1970. */
export function refusalError(refusal: Refusal, context: ServerContext, now: number): RagError {
  const { code, what, hint, retry: mayPass = false } = firstVerdict(refusal, context) ?? otherwise(refusal, context);
  const { url } = context.address;
  const atProxy = perhapsOfProxy(traitsOf(refusal), { proxy: context.proxy, server: url });
  const retry: RetryAdvice | null = mayPass ? { afterMs: retryAfterMs(refusal.headers, refusal.text, now) } : null;
  return new RagError(code, `${url} ${what}${quoted(refusal)}`, {
    hint: atProxy === null ? hint : `${hint}\n${atProxy}`,
    retry,
    details: { url, status: refusal.status, text: refusal.text, requestId: refusal.headers.get('x-request-id') },
  });
}

function traitsOf({ status, headers }: Refusal): RefusalTraits {
  return { status, contentType: headers.get('content-type') };
}

function firstVerdict(refusal: Refusal, context: ServerContext): Verdict | null {
  for (const rule of RULES) {
    const verdict = rule(refusal, context);
    if (verdict !== null) return verdict;
  }
  return null;
}

function quoted({ text }: Refusal): string {
  return text === '' ? '' : `: ${text}`;
}

function diskFull({ status, text }: Refusal): Verdict | null {
  if (status !== 507 && !/no space left/i.test(text)) return null;
  return {
    code: 'DISK_FULL',
    what: 'is out of space',
    hint: 'free some space on the server and run the command again',
  };
}

function rateLimited({ status }: Refusal, { codes }: ServerContext): Verdict | null {
  if (status !== 429) return null;
  return { code: codes.failed, what: 'asks to slow down (HTTP 429)', hint: 'lower the concurrency', retry: true };
}

function serverBusy({ status, text }: Refusal, { codes }: ServerContext): Verdict | null {
  if (status !== 503 || !/busy|pending requests|overloaded/i.test(text)) return null;
  return {
    code: codes.failed,
    what: 'has too many requests waiting (HTTP 503)',
    hint: 'lower the concurrency, or start Ollama with a larger OLLAMA_MAX_QUEUE',
    retry: true,
  };
}

function serverFailed({ status }: Refusal, { codes }: ServerContext): Verdict | null {
  if (status < 500 && ![408, 409, 425].includes(status)) return null;
  return {
    code: codes.failed,
    what: `failed (HTTP ${status})`,
    hint: 'look at the log of the server',
    retry: true,
  };
}

function otherwise({ status }: Refusal, { codes }: ServerContext): Verdict {
  return {
    code: codes.failed,
    what: status === 200 ? 'answered with an error' : `refused the request (HTTP ${status})`,
    hint: 'check the model and the options sent to it',
  };
}
