import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import { define, type Entry, findEntry, type Registry } from '../core/registry.ts';
import { nearestFirst } from '../text/closest-name.ts';
import type { Setting } from './config/layers.ts';
import { describeOrigin } from './config/origin.ts';

export interface EntryRequest {
  readonly registry: Registry<unknown, never>;
  /** The setting's key, for messages: `metric.use`. */
  readonly key: string;
  readonly setting: Setting | undefined;
  /** Where a relative path to a module starts when it stands in the config file. */
  readonly folder: string;
}

/**
 * The registry entry a setting names, or the `definition` exported by the user's own module when it names a file.
 *
 * @throws RagError CONFIG_INVALID (not a name), NAME_UNKNOWN (the known names, nearest first), MODULE_INVALID
 */
export async function resolveEntry({ registry, key, setting, folder }: EntryRequest): Promise<Entry<unknown, never>> {
  const where = setting === undefined ? 'configuration' : describeOrigin(setting.origin);
  const name = setting?.value;
  if (typeof name !== 'string' || name === '') {
    throw new RagError(
      'CONFIG_INVALID',
      `${where}: ${key} must name a ${registry.kind}, found ${JSON.stringify(name ?? null)}`,
    );
  }
  if (isModulePath(name)) return userEntry(resolve(folder, name), registry.kind, where);
  const entry = findEntry(registry, name);
  if (entry !== null) return entry;
  const known = nearestFirst(
    name,
    registry.entries.map((one) => one.name),
  );
  throw new RagError('NAME_UNKNOWN', `${where}: there is no ${registry.kind} "${name}"`, {
    hint: `known: ${known.join(', ')}; or a path to your own module, such as ./my-${registry.kind.replaceAll(' ', '-')}.js`,
    details: { kind: registry.kind, name, known },
  });
}

function isModulePath(name: string): boolean {
  return name.startsWith('./') || name.startsWith('../') || (isAbsolute(name) && /\.[cm]?js$/.test(name));
}

/** What a user's module must export as `definition`; the same shape the built-in parts give to `define`. */
const DEFINITION = z.looseObject({
  name: z.string().min(1),
  description: z.string(),
  options: z.custom<{ parse(input: unknown): unknown }>(hasParse, 'must have a parse function'),
  create: z.custom<(options: unknown, needs: unknown) => unknown>(
    (value) => typeof value === 'function',
    'must be a function',
  ),
});

async function userEntry(path: string, kind: string, where: string): Promise<Entry<unknown, never>> {
  if (!existsSync(path)) throw new RagError('MODULE_INVALID', `${where}: there is no module ${path}`);
  const loaded: unknown = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw new RagError('MODULE_INVALID', `${where}: the module ${path} failed to load: ${String(cause)}`, { cause });
  });
  const parsed = z.looseObject({ definition: DEFINITION }).safeParse(loaded);
  if (parsed.success) return { ...define(parsed.data.definition), module: digestOf(path) };
  const [issue] = parsed.error.issues;
  throw new RagError(
    'MODULE_INVALID',
    `${where}: the module ${path} is no ${kind}: ${issue?.path.join('.')} ${issue?.message}`,
    {
      hint: 'export const definition = { name, description, options, create }',
    },
  );
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function hasParse(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'parse' in value && typeof value.parse === 'function';
}
