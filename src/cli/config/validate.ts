import { z } from 'zod';
import { RagError } from '../../core/errors.ts';
import type { Entry } from '../../core/registry.ts';
import { closestName } from '../../text/closest-name.ts';
import { knownKeys } from './key-types.ts';
import type { Layer } from './layers.ts';
import { describeOrigin } from './origin.ts';
import { PLAIN_KEYS, SECTION_NAMES, type Section } from './sections.ts';

/** A mistake in the settings: where it is, what it is, and the nearest right word where a word is wrong. */
export interface Problem {
  readonly where: string;
  readonly key: string;
  readonly message: string;
}

/** The settings below `prefix`, as the object a schema expects: `{"model": …}` for `languageModel`. */
export function settingsBelow(settings: Layer, prefix: string): Record<string, unknown> {
  const below = [...settings].filter(([key]) => key.startsWith(`${prefix}.`));
  return Object.fromEntries(below.map(([key, { value }]) => [key.slice(prefix.length + 1), value]));
}

/** Top-level keys nobody knows. */
export function unknownTopLevelKeys(settings: Layer): Problem[] {
  const known = [...SECTION_NAMES, ...PLAIN_KEYS];
  return [...settings]
    .filter(([key]) => !known.includes(key.split('.')[0] ?? key))
    .map(([key, { origin }]) => ({ where: describeOrigin(origin), key, message: unknownKey(key, known) }));
}

/** Every mistake in one section: its own keys, and the options of its part. */
export function problemsOfSection(section: Section, entry: Entry<unknown, never>, settings: Layer): Problem[] {
  const { own, options } = splitSection(section, settings);
  const known = knownKeys(section, entry);
  return [
    ...problemsOf(() => section.own.parse(own), section.name, settings, known),
    ...problemsOf(() => entry.options.parse(options), section.name, settings, known),
    ...literalSecrets(section.name, settings),
  ];
}

/** A section's settings, sorted into its own and its part's. */
export function splitSection(
  section: Section,
  settings: Layer,
): { own: Record<string, unknown>; options: Record<string, unknown> } {
  const { use: _use, ...rest } = settingsBelow(settings, section.name);
  const isOwn = ([key]: readonly [string, unknown]) => key in section.own.shape;
  const entries = Object.entries(rest);
  return {
    own: Object.fromEntries(entries.filter(isOwn)),
    options: Object.fromEntries(entries.filter((entry) => !isOwn(entry))),
  };
}

/** What `parse` complains about, each with the place the value came from. */
export function problemsOf(parse: () => unknown, prefix: string, settings: Layer, known: readonly string[]): Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return error.issues.flatMap((issue) => problemsOfIssue(issue, prefix, settings, known));
  }
}

/** One error for all problems: the first in the message, every one in the details. */
export function configInvalid(problems: readonly Problem[]): RagError {
  const lines = problems.map(({ where, message }) => `${where}: ${message}`);
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  return new RagError('CONFIG_INVALID', `${lines[0]}${more}`, {
    hint: lines.length > 1 ? 'rag config validate' : undefined,
    details: { problems: lines },
  });
}

function problemsOfIssue(
  issue: z.core.$ZodIssue,
  prefix: string,
  settings: Layer,
  known: readonly string[],
): Problem[] {
  const path = [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.');
  if (issue.code !== 'unrecognized_keys')
    return [{ where: whereIs(path, settings), key: path, message: say(issue, path, settings) }];
  return issue.keys.map((name) => {
    const key = path === '' ? name : `${path}.${name}`;
    return { where: whereIs(key, settings), key, message: unknownKey(key, known) };
  });
}

function say(issue: z.core.$ZodIssue, path: string, settings: Layer): string {
  if (issue.code === 'invalid_type' && !settings.has(path)) return `${path} is missing`;
  const value = settings.get(path)?.value;
  const found = value === undefined ? '' : `, found ${JSON.stringify(value)}`;
  return `${path}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}${found}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const name = key.split('.').at(-1) ?? key;
  const nearest = closestName(name, known);
  return `unknown key "${key}"${nearest === null ? '' : `, did you mean "${nearest}"`}`;
}

/** The place of a key, or of the nearest setting that made the key necessary. */
function whereIs(key: string, settings: Layer): string {
  const parts = key.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const setting = settings.get(parts.slice(0, length).join('.'));
    if (setting !== undefined) return describeOrigin(setting.origin);
  }
  const use = settings.get(`${parts[0]}.use`);
  return use === undefined ? 'configuration' : describeOrigin(use.origin);
}

const SECRET_KEY = /(^|\.)(apiKey|token|password|secret)$/i;

export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key);
}

function literalSecrets(section: string, settings: Layer): Problem[] {
  return [...settings]
    .filter(([key]) => key.startsWith(`${section}.`) && isSecretKey(key))
    .filter(
      ([, { value, origin }]) =>
        origin.type !== 'environment' && typeof value === 'string' && !/^\$\{\w+\}$/.test(value),
    )
    .map(([key, { origin }]) => ({
      where: describeOrigin(origin),
      key,
      message: `${key} holds a key in plain text; put it into an environment variable and write \${NAME}`,
    }));
}
