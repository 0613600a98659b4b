import { invariantBroken, RagError } from '../core/errors.ts';
import { type Entry, findEntry, type Registry } from '../core/registry.ts';
import type { Environment } from './config/environment-layer.ts';
import type { PartChoice } from './config/load.ts';

/**
 * The part a section names, with `${NAME}` references in its options replaced by the environment's values.
 *
 * @throws RagError KEY_MISSING when a variable is not set, and whatever the part throws while it is built
 */
export async function buildPart<T, Needs>(
  _registry: Registry<T, Needs>,
  { section, entry, options }: PartChoice,
  needs: Needs,
  environment: Environment,
): Promise<T> {
  // Proof of the cast: the entry was found in this very registry, or in a user's module that says it belongs there.
  const typed = entry as Entry<unknown, never> as Entry<T, Needs>;
  return typed.build(withEnvironment(options, section, environment), needs);
}

/** A built-in part by its name, whatever the configuration says. */
export async function buildEntry<T, Needs>(
  registry: Registry<T, Needs>,
  name: string,
  options: object,
  needs: Needs,
): Promise<T> {
  const entry = findEntry(registry, name);
  if (entry === null) throw invariantBroken(`there is no ${registry.kind} "${name}"`);
  return entry.build(options, needs);
}

function withEnvironment(
  options: PartChoice['options'],
  section: string,
  environment: Environment,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, withReferences(value, `${section}.${name}`, environment)]),
  );
}

function withReferences(value: unknown, key: string, environment: Environment): unknown {
  if (typeof value === 'string') return substitute(value, key, environment);
  return Array.isArray(value) ? value.map((item: unknown) => withReferences(item, key, environment)) : value;
}

function substitute(text: string, key: string, environment: Environment): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_reference, name: string) => {
    const value = environment[name];
    if (value !== undefined && value !== '') return value;
    throw new RagError('KEY_MISSING', `${key} is taken from the environment variable ${name}, which is not set`, {
      hint: `export ${name}=…`,
      details: { key, variable: name },
    });
  });
}
