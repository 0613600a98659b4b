import { cleandoc } from '../python/cleandoc.ts';
import { type FieldType, STR } from './field-type.ts';
import { inferPrefix } from './infer-prefix.ts';
import { defaultDescription, type Field, inputFields, outputFields, type Signature } from './signature.ts';
import { invalidSignature, readTokens, type TokenReader } from './signature-tokens.ts';
import { type NamedTypes, parseType } from './type-text.ts';

/** What a signature's text cannot say; the maps go from field name to value. */
export interface SignatureOptions {
  /** Indentation common to all lines but the first is removed, as from a Python docstring. */
  readonly instructions?: string;
  readonly descriptions?: Readonly<Record<string, string>>;
  readonly prefixes?: Readonly<Record<string, string>>;
  /** Words for the prompt: `greater than or equal to: 1, less than or equal to: 5`. */
  readonly constraints?: Readonly<Record<string, string>>;
  /** Types of the program's own that `text` may name. */
  readonly types?: NamedTypes;
}

/**
 * The signature written as `context, question -> answer`, each side a Python parameter list with optional types.
 *
 * A name repeated on one side is one field with the last type; a name on both sides is an output.
 *
 * Source: DSPy 3.0.4, dspy/signatures/signature.py, make_signature.
 *
 * @example parseSignature('question, choices: list[str] -> choice: int', { descriptions: { choice: 'counted from 1' } })
 * @throws RagError SIGNATURE_INVALID
 */
export function parseSignature(text: string, options: SignatureOptions = {}): Signature {
  const sides = text.split('->');
  const [inputs, outputs] = sides;
  if (inputs === undefined || outputs === undefined || sides.length !== 2) {
    throw invalidSignature(text, `must contain exactly one '->', found ${sides.length - 1}`);
  }
  const fields = new Map<string, Field>();
  for (const [role, side] of [
    ['input', inputs],
    ['output', outputs],
  ] as const) {
    for (const { name, type } of parseParameters(readTokens(side, text), options.types ?? {})) {
      if (role === 'output' && holdsHistory(type)) throw invalidSignature(text, `output "${name}" cannot be a history`);
      fields.set(name, fieldOf({ name, role, type }, options));
    }
  }
  checkNames(text, fields, options);
  return signatureOf([...fields.values()], options.instructions);
}

interface Parameter {
  readonly name: string;
  readonly type: FieldType;
}

function parseParameters(tokens: TokenReader, types: NamedTypes): readonly Parameter[] {
  const parameters: Parameter[] = [];
  while (tokens.peek().kind !== 'end') {
    parameters.push(parseParameter(tokens, types));
    if (tokens.peek().kind !== 'end') tokens.expect(',');
  }
  return parameters;
}

function parseParameter(tokens: TokenReader, types: NamedTypes): Parameter {
  const { kind, text: name } = tokens.peek();
  if (kind !== 'name') throw tokens.unexpected('a field name');
  if (KEYWORDS.has(name)) throw tokens.invalid(`"${name}" is a Python keyword and cannot name a field`);
  if (name.startsWith('_')) throw tokens.invalid(`field name "${name}" starts with an underscore`);
  if (RESERVED.has(name)) throw tokens.invalid(`DSPy uses the name "${name}" itself and cannot load such a field`);
  tokens.next();
  return { name, type: tokens.skip(':') ? parseType(tokens, types) : STR };
}

function holdsHistory(type: FieldType): boolean {
  switch (type.type) {
    case 'history':
      return true;
    case 'list':
      return type.items !== null && holdsHistory(type.items);
    case 'dict':
      return type.entries !== null && [type.entries.keys, type.entries.values].some(holdsHistory);
    case 'union':
      return type.members.some(holdsHistory);
    default:
      return false;
  }
}

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Attributes of DSPy 3.0.4's Signature class that a field of the same name breaks. */
const RESERVED = new Set(
  (
    'fields input_fields instructions model_config model_dump model_dump_json model_validate model_validate_json ' +
    'model_validate_strings output_fields signature'
  ).split(' '),
);

function fieldOf({ name, role, type }: Pick<Field, 'name' | 'role' | 'type'>, options: SignatureOptions): Field {
  return {
    name,
    role,
    type,
    prefix: optionFor(options.prefixes, name) ?? `${inferPrefix(name)}:`,
    description: optionFor(options.descriptions, name) ?? defaultDescription(name),
    constraints: optionFor(options.constraints, name) ?? null,
  };
}

function optionFor(values: Readonly<Record<string, string>> = {}, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** A description of a field that is not there is a misspelling. */
function checkNames(text: string, fields: ReadonlyMap<string, Field>, options: SignatureOptions): void {
  const { descriptions, prefixes, constraints } = options;
  for (const name of Object.keys({ ...descriptions, ...prefixes, ...constraints })) {
    if (!fields.has(name))
      throw invalidSignature(text, `has no field "${name}", only ${[...fields.keys()].join(', ')}`);
  }
}

function signatureOf(fields: readonly Field[], instructions: string | undefined): Signature {
  const unordered = { instructions: '', fields };
  const ordered = [...inputFields(unordered), ...outputFields(unordered)];
  return { instructions: cleandoc(instructions ?? defaultInstructions(unordered)), fields: ordered };
}

function defaultInstructions(signature: Signature): string {
  const list = (fields: readonly Field[]) => fields.map(({ name }) => `\`${name}\``).join(', ');
  return `Given the fields ${list(inputFields(signature))}, produce the fields ${list(outputFields(signature))}.`;
}
