import { z } from 'zod';
import { optionsSchema } from './key-types.ts';
import { PLAIN, SECTIONS, type Section } from './sections.ts';

/**
 * The JSON Schema (draft 2020-12) of a config file, for editors: completion, descriptions, unknown keys. It is made from the same
 * schemas that check a file, but for `use: ./my-part.js`, whose options only the module knows.
 */
export function configSchema(): object {
  const sections = SECTIONS.map((section) => [section.name, sectionSchema(section)]);
  const plain = z.toJSONSchema(PLAIN, { io: 'input' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'rag configuration',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(sections), ...plain.properties },
    additionalProperties: false,
  };
}

function sectionSchema(section: Section): object {
  const own = z.toJSONSchema(section.own, { io: 'input' }).properties ?? {};
  const parts = section.registry.entries.map((entry) => ({
    type: 'object',
    description: entry.description,
    properties: {
      use: { enum: [entry.name, ...entry.aliases], description: entry.description },
      ...optionsSchema(entry).properties,
      ...own,
    },
    required: ['use'],
    additionalProperties: false,
  }));
  const names = section.registry.entries.flatMap((entry) => [entry.name, ...entry.aliases]);
  const one = [{ enum: names }, ...parts, ownModule(own)];
  const several = section.others === undefined ? [] : [{ type: 'array', minItems: 1, items: { anyOf: one } }];
  return { description: section.description, anyOf: [...one, { ...partless(own) }, ...several] };
}

/** A part of the user's own. */
function ownModule(own: object): object {
  return { type: 'object', properties: { use: { type: 'string', pattern: '^\\.{0,2}/' }, ...own }, required: ['use'] };
}

/** Options for the part that the defaults name. */
function partless(own: object): object {
  return { type: 'object', properties: { use: false, ...own } };
}
