import { PythonFloat } from '../python/float.ts';
import { decodeStringLiteral } from '../python/string-literal.ts';
import { nearestFirst } from '../text/closest-name.ts';
import type { FieldType, LiteralValue } from './field-type.ts';
import type { Token, TokenReader } from './signature-tokens.ts';
import { typeName } from './type-name.ts';

/** Types a program adds to those of Python, by the name its signatures use. */
export type NamedTypes = Readonly<Record<string, FieldType>>;

/**
 * The type annotation that starts at the reader's next token: `list[str]`, `Literal['yes', 'no']`, `int | None`.
 *
 * Source: DSPy 3.0.4, dspy/signatures/signature.py, _parse_type_node, for the types that JSON can hold.
 *
 * @throws RagError SIGNATURE_INVALID
 */
export function parseType(tokens: TokenReader, named: NamedTypes): FieldType {
  const members = [parseMember(tokens, named)];
  while (tokens.skip('|')) members.push(parseMember(tokens, named));
  return unionOf(members);
}

function parseMember(tokens: TokenReader, named: NamedTypes): FieldType {
  if (tokens.skip('(')) {
    const type = parseType(tokens, named);
    tokens.expect(')');
    return type;
  }
  const name = parseTypeName(tokens);
  if (Object.hasOwn(named, name) && named[name] !== undefined) return named[name];
  const read = READERS.get(name.replace(/^typing\./, ''));
  if (read === undefined) throw tokens.invalid(`unknown type "${name}", known are ${knownNames(name, named)}`);
  return read(tokens, named);
}

function parseTypeName(tokens: TokenReader): string {
  if (tokens.peek().kind !== 'name') throw tokens.unexpected('a type');
  const parts = [tokens.next().text];
  while (tokens.skip('.')) {
    if (tokens.peek().kind !== 'name') throw tokens.unexpected('a name after the dot');
    parts.push(tokens.next().text);
  }
  return parts.join('.');
}

type TypeReader = (tokens: TokenReader, named: NamedTypes) => FieldType;

const READERS: ReadonlyMap<string, TypeReader> = new Map(
  Object.entries({
    str: () => ({ type: 'str' }),
    int: () => ({ type: 'int' }),
    float: () => ({ type: 'float' }),
    bool: () => ({ type: 'bool' }),
    list: readList,
    dict: readDict,
    Literal: readLiteral,
    Optional: (tokens, named) => unionOf([...readArguments(tokens, named, 'Optional', 1), { type: 'none' }]),
    Union: (tokens, named) => unionOf(readArguments(tokens, named, 'Union')),
    Any: () => ({ type: 'any' }),
    None: () => ({ type: 'none' }),
    NoneType: () => ({ type: 'none' }),
    List: readList,
    Dict: readDict,
    'dspy.History': () => ({ type: 'history' }),
  } satisfies Record<string, TypeReader>),
);

function knownNames(name: string, named: NamedTypes): string {
  return nearestFirst(name, [...Object.keys(named), ...READERS.keys()]).join(', ');
}

function readList(tokens: TokenReader, named: NamedTypes): FieldType {
  if (!startsArguments(tokens)) return { type: 'list', items: null };
  const [items = null] = readArguments(tokens, named, 'list', 1);
  return { type: 'list', items };
}

function readDict(tokens: TokenReader, named: NamedTypes): FieldType {
  if (!startsArguments(tokens)) return { type: 'dict', entries: null };
  const [keys, values] = readArguments(tokens, named, 'dict', 2);
  return { type: 'dict', entries: keys === undefined || values === undefined ? null : { keys, values } };
}

function startsArguments(tokens: TokenReader): boolean {
  return tokens.peek().text === '[';
}

/** The types between brackets; with `count`, exactly so many. */
function readArguments(tokens: TokenReader, named: NamedTypes, of: string, count?: number): readonly FieldType[] {
  const types = readBracketed(tokens, () => parseType(tokens, named));
  if (count !== undefined && types.length !== count) {
    throw tokens.invalid(`${of} takes ${count === 1 ? 'one type' : `${count} types`}, found ${types.length}`);
  }
  return types;
}

function readBracketed<T>(tokens: TokenReader, readItem: () => T): readonly T[] {
  tokens.expect('[');
  const items = [readItem()];
  while (tokens.skip(',') && tokens.peek().text !== ']') items.push(readItem());
  tokens.expect(']');
  return items;
}

function readLiteral(tokens: TokenReader): FieldType {
  const values = readBracketed(tokens, () => readLiteralValues(tokens)).flat();
  return { type: 'literal', values: distinctBy(values, (value) => typeName({ type: 'literal', values: [value] })) };
}

/** One value, or those of a `Literal[…]` inside a `Literal[…]`. */
function readLiteralValues(tokens: TokenReader): readonly LiteralValue[] {
  const token = tokens.peek();
  if (token.kind === 'string') return [readStrings(tokens)];
  if (token.kind === 'number') return [numberOf(tokens.next())];
  if (Object.hasOwn(CONSTANTS, token.text)) return [CONSTANTS[tokens.next().text] ?? null];
  if (token.text === 'Literal') {
    tokens.next();
    return readBracketed(tokens, () => readLiteralValues(tokens)).flat();
  }
  throw tokens.unexpected('a text in quotes, a number, True, False or None');
}

const CONSTANTS: Readonly<Record<string, LiteralValue>> = { True: true, False: false, None: null };

/** Adjacent strings are one, as in Python. */
function readStrings(tokens: TokenReader): string {
  let text = '';
  while (tokens.peek().kind === 'string') {
    const piece = decodeStringLiteral(tokens.peek().text);
    if (piece === null) throw tokens.invalid(`${tokens.peek().text} holds an escape that Python does not take`);
    text += piece;
    tokens.next();
  }
  return text;
}

function numberOf({ text }: Token): number | PythonFloat {
  const value = Number(text);
  const isFloat = /[.eE]/.test(text);
  return isFloat && Number.isInteger(value) ? new PythonFloat(value) : value;
}

/** As Python's typing builds a union: flat, every member once, and a union of one type is that type. */
function unionOf(members: readonly FieldType[]): FieldType {
  const flat = members.flatMap((member) => (member.type === 'union' ? member.members : [member]));
  const distinct = distinctBy(flat, typeName);
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { type: 'union', members: distinct };
}

function distinctBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  const first = new Map<string, T>();
  for (const value of values) if (!first.has(keyOf(value))) first.set(keyOf(value), value);
  return [...first.values()];
}
