import { parse } from 'yaml';
import { z } from 'zod';
import type { Entry } from '../../core/registry.ts';
import { PLAIN, SECTIONS, type Section } from './sections.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Every key a setting can have in this program's own parts, with the JSON types it accepts: `corpus.limit` → number, null. */
export function keyTypes(): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  const add = (key: string, schema: JsonSchema): void => {
    const known = types.get(key) ?? new Set<string>();
    for (const type of typesOf(schema)) known.add(type);
    types.set(key, known);
  };
  for (const section of SECTIONS) {
    add(`${section.name}.use`, { type: 'string' });
    addProperties(section.name, z.toJSONSchema(section.own, { io: 'input' }), add);
    for (const entry of section.registry.entries) addProperties(section.name, optionsSchema(entry), add);
  }
  for (const [key, schema] of Object.entries(z.toJSONSchema(PLAIN, { io: 'input' }).properties ?? {})) {
    if (typeof schema === 'boolean') continue;
    if (schema.properties === undefined) add(key, schema);
    else addProperties(key, schema, add);
  }
  return types;
}

/** The JSON Schema of a part's options; an open object for a user's part whose options are not a zod schema. */
export function optionsSchema(entry: Entry<unknown, never>): JsonSchema {
  return entry.options instanceof z.ZodType ? z.toJSONSchema(entry.options, { io: 'input' }) : { type: 'object' };
}

/** The option names of a part, or null when its schema does not tell. */
export function optionNames(entry: Entry<unknown, never>): string[] | null {
  const { properties } = optionsSchema(entry);
  return properties === undefined ? null : Object.keys(properties);
}

/** The names a section takes besides `use`: its own and those of the part. */
export function knownKeys(section: Section, entry: Entry<unknown, never>): string[] {
  return ['use', ...Object.keys(section.own.shape), ...(optionNames(entry) ?? [])];
}

/** Text from a flag or the environment as a value: kept as text where only text is accepted, read as YAML otherwise. */
export function valueOfText(text: string, types: ReadonlySet<string> | undefined): unknown {
  if (types !== undefined && types.size === 1 && types.has('string')) return text;
  try {
    return parse(text);
  } catch {
    // Not YAML, so nothing but text: validation says whether text will do.
    return text;
  }
}

function addProperties(prefix: string, schema: JsonSchema, add: (key: string, schema: JsonSchema) => void): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (typeof property !== 'boolean') add(`${prefix}.${name}`, property);
  }
}

function typesOf(schema: JsonSchema): string[] {
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (alternatives.length > 0) return alternatives.flatMap((one) => (typeof one === 'boolean' ? [] : typesOf(one)));
  if (Array.isArray(schema.type)) return schema.type;
  return [schema.type ?? typeof schema.const];
}
