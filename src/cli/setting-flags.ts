import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import type { Registry } from '../core/registry.ts';
import { nearestFirst } from '../text/closest-name.ts';
import { collected } from './collected.ts';
import { keyTypes, optionsSchema, valueOfText } from './config/key-types.ts';
import type { Layer, Setting } from './config/layers.ts';

/** A flag that sets a key of the configuration. */
export interface SettingFlag {
  /** As commander takes it: `--limit <n>`. */
  readonly flag: string;
  readonly key: string;
  readonly description: string;
  /** The value is a path: relative to the working folder. */
  readonly path?: boolean;
  /** The flag may be given again; the further values are a list under this key. */
  readonly others?: string;
}

/** Adds the flags; each help line names the key it sets. */
export function addSettingFlags(command: Command, flags: readonly SettingFlag[]): void {
  for (const { flag, key, description, others } of flags) {
    const option = new Option(flag, `${description} (${key})`);
    if (others !== undefined) option.argParser(collected);
    command.addOption(option);
  }
}

/**
 * One flag per option of every part in a registry: `maxLabeledDemos` becomes `--max-labeled-demos`. A name that another flag of the
 * command has gets the section in front: `--optimizer-k`.
 */
export function flagsOfParts(
  registry: Registry<unknown, never>,
  section: string,
  others: readonly SettingFlag[],
): SettingFlag[] {
  const taken = new Set(namesOf(others));
  const flags = new Map<string, SettingFlag>();
  for (const entry of registry.entries) {
    for (const [name, schema] of Object.entries(optionsSchema(entry).properties ?? {})) {
      const description = typeof schema === 'boolean' ? '' : (schema.description ?? '');
      const word = taken.has(`--${kebab(name)}`) ? `${section}-${kebab(name)}` : kebab(name);
      flags.set(name, { flag: `--${word} <value>`, key: `${section}.${name}`, description });
    }
  }
  return [...flags.values()];
}

/**
 * The layer made by a command's setting flags and by `--set key=value`.
 *
 * @throws RagError USAGE_INVALID when `--set` has no `=` or names an unknown key of a built-in section
 */
export function flagLayer(
  flags: readonly SettingFlag[],
  options: Readonly<Record<string, unknown>>,
  cwd: string,
): Layer {
  const types = keyTypes();
  const settings = new Map<string, Setting>();
  const put = (key: string, text: string, flag: string, path: boolean): void => {
    const value =
      path || (key.endsWith('.use') && isModule(text)) ? resolve(cwd, text) : valueOfText(text, types.get(key));
    settings.set(key, { value, origin: { type: 'flag', flag } });
  };
  for (const { flag, key, path = false, others } of flags) {
    const [first, ...rest] = GIVEN.parse(options[new Option(flag).attributeName()]);
    if (first === undefined) continue;
    put(key, first, nameOf(flag), path);
    const further = rest.map((text) => (isModule(text) ? resolve(cwd, text) : text));
    if (others !== undefined) settings.set(others, { value: further, origin: { type: 'flag', flag: nameOf(flag) } });
  }
  for (const assignment of z.array(z.string()).default([]).parse(options.set)) {
    const [key, text] = splitAssignment(assignment);
    put(types.has(`${key}.use`) ? `${key}.use` : key, text, `--set ${key}`, false);
  }
  return settings;
}

/** What commander gives for a flag, as a list of texts. */
const GIVEN = z
  .union([z.string(), z.boolean(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat().map(String)));

function isModule(text: string): boolean {
  return /^\.{1,2}\//.test(text);
}

/** The flags as they are typed: `--limit`. */
export function namesOf(flags: readonly SettingFlag[]): string[] {
  return flags.map(({ flag }) => nameOf(flag));
}

/** `--limit <n>` → `--limit` */
function nameOf(flag: string): string {
  return flag.split(' ')[0] ?? flag;
}

function splitAssignment(assignment: string): [string, string] {
  const at = assignment.indexOf('=');
  if (at > 0) return [assignment.slice(0, at), assignment.slice(at + 1)];
  const nearest = nearestFirst(assignment, [...keyTypes().keys()])[0];
  throw new RagError('USAGE_INVALID', `--set takes key=value, found "${assignment}"`, { hint: `--set ${nearest}=…` });
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
