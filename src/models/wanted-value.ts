import type { JsonValue } from '../core/fields.ts';
import { numberValue } from '../reader/numbers.ts';
import { stemOf } from '../reader/stems.ts';
import { tokenize } from '../reader/words.ts';
import { readJson } from './prompt-sections.ts';

/** What was found for an output. */
export interface FoundValue {
  readonly text: string;
  readonly support: string;
  readonly isTrue: boolean;
}

/** A valid value for an output whose type the prompt explains, such as `must be one of: red; blue`. */
export function valueFor(note: string, found: FoundValue): JsonValue {
  if (note === 'must be True or False') return found.isTrue;
  const number = /^must be a single (int|float) value$/.exec(note)?.[1];
  if (number !== undefined) return numberFor(number === 'int', found);
  const choices = /^must (?:be one of|exactly match \(no extra characters\) one of): ([\s\S]*)$/.exec(note)?.[1];
  if (choices !== undefined) return closestOf(choices.split('; '), found);
  const schema = /^must adhere to the JSON schema: ([\s\S]*)$/.exec(note)?.[1];
  return schema === undefined ? found.text : schemaValue(readJson(schema), found);
}

function numberFor(isWhole: boolean, { text, support }: FoundValue): number {
  const value = numberValue(text) ?? numberValue(support) ?? 0;
  return isWhole ? Math.round(value) : value;
}

/** The choice with most words in what was found; yes or no where those are the choices; else the first one. */
function closestOf(choices: readonly string[], { text, support, isTrue }: FoundValue): string {
  const found = new Set(tokenize(`${text} ${support}`).map(({ stem }) => stem));
  const agreeing = choices.find((choice) => (isTrue ? /^(yes|true)$/i : /^(no|false)$/i).test(choice));
  if (agreeing !== undefined) return agreeing;
  const share = (choice: string) => {
    const words = choice.toLowerCase().split(/[\s_-]+/);
    return words.filter((word) => found.has(stemOf(word))).length / words.length;
  };
  return choices.reduce((best, choice) => (share(choice) > share(best) ? choice : best), choices[0] ?? '');
}

/** A value of the schema's first type, with required properties only; null where it allows nothing known here. */
function schemaValue(schema: unknown, found: FoundValue): JsonValue {
  if (!isRecord(schema)) return null;
  if (Array.isArray(schema.anyOf)) return schemaValue(schema.anyOf[0], found);
  if (Array.isArray(schema.enum)) return closestOf(schema.enum.map(String), found);
  switch (schema.type) {
    case 'string':
      return found.text;
    case 'integer':
      return numberFor(true, found);
    case 'number':
      return numberFor(false, found);
    case 'boolean':
      return found.isTrue;
    case 'array':
      return schema.items === undefined ? [] : [schemaValue(schema.items, found)];
    case 'object':
      return objectValue(schema, found);
    default:
      return null;
  }
}

function objectValue({ properties, required }: Record<string, unknown>, found: FoundValue): JsonValue {
  if (!isRecord(properties) || !Array.isArray(required)) return {};
  return Object.fromEntries(required.map((name) => [String(name), schemaValue(properties[String(name)], found)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
