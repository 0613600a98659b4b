import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import { STR } from '../core/field-type.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import type { Program } from '../core/program.ts';
import { defaultDescription, type Field } from '../core/signature.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { nearestFirst } from '../text/closest-name.ts';
import { collected } from './collected.ts';

/** The arguments of commander's `option`. */
export const INPUT_OPTION = [
  '--input <name=value>',
  'an input beside the question; its value is JSON, or text as it is; may be repeated',
  collected,
] as const;

/**
 * What a program is called with: the question, which is its input of that name or its first, the inputs named by `--input`, and
 * those that are `given` as they are.
 *
 * @throws RagError USAGE_INVALID for an input the program lacks, and for one that is not given
 */
export function programInputs(program: Program, question: string, assignments: unknown, given: Fields = {}): Fields {
  const fields = program.inputs ?? [QUESTION];
  for (const name of Object.keys(given)) fieldNamed(name, fields);
  const assigned = z
    .array(z.string())
    .default([])
    .parse(assignments)
    .map((text) => assignmentIn(text, fields));
  const named = new Map([...Object.entries(given), ...assigned]);
  const open = fields.filter(({ name }) => !named.has(name));
  const asked = open.find(({ name }) => name === QUESTION.name) ?? open[0];
  const missing = open.filter((field) => field !== asked).map(({ name }) => name);
  if (missing.length > 0) throw inputsMissing(program, missing);
  if (asked === undefined) throw nothingToAsk(program, question);
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      field === asked ? typedValueOf(field, question) : (named.get(field.name) ?? null),
    ]),
  );
}

const QUESTION: Field = {
  name: 'question',
  role: 'input',
  type: STR,
  prefix: 'Question:',
  description: defaultDescription('question'),
  constraints: null,
};

function assignmentIn(text: string, fields: readonly Field[]): [string, JsonValue] {
  const at = text.indexOf('=');
  const field = fieldNamed(at === -1 ? text : text.slice(0, at), fields);
  if (at !== -1) return [field.name, typedValueOf(field, text.slice(at + 1))];
  throw new RagError('USAGE_INVALID', `--input takes name=value, found "${text}"`, { hint: `--input ${text}=…` });
}

function fieldNamed(name: string, fields: readonly Field[]): Field {
  const field = fields.find((known) => known.name === name);
  if (field !== undefined) return field;
  const known = nearestFirst(
    name,
    fields.map((one) => one.name),
  );
  throw new RagError('USAGE_INVALID', `the program has no input "${name}", only ${known.join(', ')}`, {
    hint: `--input ${known[0]}=…`,
  });
}

/** Text stays text where text is expected; elsewhere it is JSON if it can be, and a list of passages may stand for text. */
function typedValueOf({ type }: Field, text: string): JsonValue {
  if (type.type === 'str' && !text.startsWith('[')) return text;
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function inputsMissing({ name }: Program, missing: readonly string[]): RagError {
  const list = missing.map((input) => `"${input}"`).join(', ');
  return new RagError('USAGE_INVALID', `program "${name}" also needs ${list}`, {
    hint: missing.map((input) => `--input ${input}=…`).join(' '),
  });
}

function nothingToAsk({ name }: Program, question: string): RagError {
  return new RagError(
    'USAGE_INVALID',
    `every input of program "${name}" is given, and nothing is left for "${question}"`,
    {
      hint: 'leave one --input out',
    },
  );
}
