import { RagError } from '../core/errors.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import type { Message } from '../core/language-model.ts';
import { type Field, inputFields, outputFields, type Signature } from '../core/signature.ts';
import { PythonFloat } from '../python/float.ts';
import { splitLines, strip } from '../python/strings.ts';
import { fieldList, given, sections } from './field-text.ts';
import { valueText } from './value-text.ts';

/** What one prompt format says differently from another. */
export interface PromptStyle {
  /** How the parts of a conversation look, for the system message. */
  structure(signature: Signature): string;
  /** The last words of the request. */
  reminder(outputs: readonly Field[]): string;
  /** An answer in the form the model is asked for; `missing` stands for a field without a value. */
  answer(outputs: readonly Field[], values: Fields, missing: string | null): string;
}

export type Formatter = (signature: Signature, demos: readonly Fields[], inputs: Fields) => readonly Message[];

/**
 * A function that writes prompts in `style`: system message, demos (incomplete ones first), earlier turns, request.
 *
 * System message and demos are rendered once per pair of `signature` and `demos`, which must not change afterwards; a call costs
 * as much as its own inputs.
 *
 * Source: DSPy 3.0.4, dspy/adapters/base.py, Adapter.format.
 */
export function promptFormatter(style: PromptStyle): Formatter {
  const prefixes = new WeakMap<Signature, WeakMap<readonly Fields[], readonly Message[]>>();
  return (signature, demos, inputs) => {
    const ofSignature = remember(prefixes, signature, () => new WeakMap<readonly Fields[], readonly Message[]>());
    const prefix = remember(ofSignature, demos, (): readonly Message[] => [
      { role: 'system', content: systemMessage(style, signature) },
      ...demoMessages(style, signature, demos),
    ]);
    return [...prefix, ...requestMessages(style, signature, inputs)];
  };
}

function remember<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function systemMessage(style: PromptStyle, signature: Signature): string {
  return [
    `Your input fields are:\n${fieldList(inputFields(signature))}`,
    `Your output fields are:\n${fieldList(outputFields(signature))}`,
    style.structure(signature),
    `In adhering to this structure, your objective is: ${objective(signature.instructions)}`,
  ].join('\n');
}

/** Each line on a line of its own, indented. Instructions have no common indentation, which leaves one thing to textwrap.dedent. */
function objective(instructions: string): string {
  const dedented = instructions.split('\n').map((line) => (/[^ \t]/.test(line) ? line : ''));
  return splitLines(dedented.join('\n'))
    .map((line) => `\n        ${line}`)
    .join('');
}

const INCOMPLETE = 'This is an example of the task, though some input or output fields are not supplied.';
const NOT_SUPPLIED = 'Not supplied for this particular example. ';

function demoMessages(style: PromptStyle, signature: Signature, demos: readonly Fields[]): readonly Message[] {
  const complete = demos.filter((demo) => isComplete(signature, demo));
  const incomplete = demos.filter((demo) => !isComplete(signature, demo) && isUsable(signature, demo));
  const outputs = outputFields(signature);
  const pair = (demo: Fields, prefix: readonly string[]): readonly Message[] => [
    { role: 'user', content: userText(prefix, inputFields(signature), demo, []) },
    { role: 'assistant', content: style.answer(outputs, demo, NOT_SUPPLIED) },
  ];
  return [...incomplete.flatMap((demo) => pair(demo, [INCOMPLETE])), ...complete.flatMap((demo) => pair(demo, []))];
}

function isComplete({ fields }: Signature, demo: Fields): boolean {
  return fields.every(({ name }) => Object.hasOwn(demo, name) && demo[name] !== null);
}

function isUsable(signature: Signature, demo: Fields): boolean {
  return given(inputFields(signature), demo).length > 0 && given(outputFields(signature), demo).length > 0;
}

function requestMessages(style: PromptStyle, signature: Signature, inputs: Fields): readonly Message[] {
  const history = signature.fields.find(({ type }) => type.type === 'history');
  const fields = inputFields(signature).filter((field) => field !== history);
  const outputs = outputFields(signature);
  const request: Message = { role: 'user', content: userText([], fields, inputs, [style.reminder(outputs)]) };
  if (history === undefined || !Object.hasOwn(inputs, history.name)) return [request];
  const turns = turnsOf(history, inputs[history.name]).flatMap((turn): readonly Message[] => [
    { role: 'user', content: userText([], fields, turn, []) },
    { role: 'assistant', content: style.answer(outputs, turn, null) },
  ]);
  return [...turns, request];
}

function turnsOf({ name }: Field, value: JsonValue | undefined): readonly Fields[] {
  const turns = isFields(value) ? value.messages : undefined;
  if (Array.isArray(turns) && turns.every(isFields)) return turns;
  throw new RagError(
    'ROW_INVALID',
    `input "${name}" is a conversation history and must hold a list "messages" of objects`,
  );
}

function isFields(value: JsonValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonFloat);
}

function userText(
  before: readonly string[],
  fields: readonly Field[],
  values: Fields,
  after: readonly string[],
): string {
  const shown = sections(given(fields, values), ({ name, type }) => valueText(type, values[name] ?? null));
  // DSPy joins an empty prefix and suffix to the rest and strips the whole.
  return strip([...before, ...shown, ...after].join('\n\n'));
}
