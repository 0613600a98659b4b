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
  /** What to type next, where it is known. */
  readonly hint?: string;
}

/** The keys there are, to find the nearest right word among. */
export interface KnownKeys {
  readonly names: readonly string[];
  /** The part whose options they are: another one may have the key. */
  readonly part?: string;
}

/** The settings below `prefix`, as the object a schema expects: `{"model": …}` for `languageModel`. */
export function settingsBelow(settings: Layer, prefix: string): Record<string, unknown> {
  const below = [...settings].filter(([key]) => key.startsWith(`${prefix}.`));
  return Object.fromEntries(below.map(([key, { value }]) => [key.slice(prefix.length + 1), value]));
}

/** Top-level keys nobody knows. */
export function unknownTopLevelKeys(settings: Layer): Problem[] {
  const names = [...SECTION_NAMES, ...PLAIN_KEYS];
  return [...settings]
    .filter(([key]) => !names.includes(key.split('.')[0] ?? key))
    .map(([key, { origin }]) => ({ where: describeOrigin(origin), key, message: unknownKey(key, { names }) }));
}

/** Every mistake in one section: its own keys, and the options of its part. */
export function problemsOfSection(section: Section, entry: Entry<unknown, never>, settings: Layer): Problem[] {
  const { own, options } = splitSection(section, settings);
  const known = { names: knownKeys(section, entry), part: entry.name };
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
export function problemsOf(parse: () => unknown, prefix: string, settings: Layer, known: KnownKeys): Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return error.issues.flatMap((issue) => problemsOfIssue(issue, prefix, settings, known));
  }
}

/** One error for all problems: the first in the message, the others in the hint, every one in the details. */
export function configInvalid(problems: readonly Problem[]): RagError {
  const lines = problems.map(({ where, message }) => `${where}: ${message}`);
  const [first = '', ...others] = lines;
  return new RagError('CONFIG_INVALID', others.length === 0 ? first : `${first} (and ${others.length} more)`, {
    hint: others.length === 0 ? problems[0]?.hint : ['correct also:', ...others].join('\n'),
    details: { problems: lines },
  });
}

function problemsOfIssue(issue: z.core.$ZodIssue, prefix: string, settings: Layer, known: KnownKeys): Problem[] {
  const path = [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.');
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    const problem = { where: whereIs(path, settings), key: path, message: `${path} is missing` };
    return [{ ...problem, hint: `--set ${path}=…` }];
  }
  if (issue.code !== 'unrecognized_keys')
    return [{ where: whereIs(path, settings), key: path, message: say(issue, path, settings) }];
  return issue.keys.map((name) => {
    const key = path === '' ? name : `${path}.${name}`;
    return { where: whereIs(key, settings), key, message: unknownKey(key, known) };
  });
}

function say(issue: z.core.$ZodIssue, path: string, settings: Layer): string {
  const value = settings.get(path)?.value;
  const found = value === undefined ? '' : `, found ${JSON.stringify(value)}`;
  return `${path}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}${found}`;
}

function unknownKey(key: string, { names, part }: KnownKeys): string {
  const nearest = closestName(key.split('.').at(-1) ?? key, names);
  if (nearest !== null) return `unknown key "${key}", did you mean "${nearest}"`;
  return `unknown key "${key}"${part === undefined ? '' : `, which ${part} does not have`}`;
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
