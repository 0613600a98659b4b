import { PythonFloat } from './float.ts';
import type { PythonDict, PythonValue } from './value.ts';

/** As orjson, so that a hostile file cannot exhaust the stack. */
const MAX_DEPTH = 1024;

/**
 * The value of a JSON text, with Python's difference between `1` and `1.0` kept (`1.0` and `1e3` become a `PythonFloat`).
 *
 * Integers beyond 2^53 come back as bigint. A key given twice keeps its first place and its last value. A key `__proto__` is dropped.
 *
 * @throws SyntaxError with line and column (in code points, from 1) for anything that is not JSON; also for nesting deeper than
 * 1024, numbers beyond a float, and integer-like keys in an order which a JavaScript object cannot keep
 */
export function parsePythonJson(text: string): PythonValue {
  const reader: Reader = { text, position: 0, depth: 0 };
  skipBlanks(reader);
  const value = readValue(reader);
  if (reader.position < text.length) throw unexpected(reader, 'the end of the text');
  return value;
}

interface Reader {
  readonly text: string;
  position: number;
  depth: number;
}

/** Every `read…` function starts at its first character and ends behind the blanks that follow it. */
function readValue(reader: Reader): PythonValue {
  switch (reader.text[reader.position]) {
    case '{':
      return nested(reader, readObject);
    case '[':
      return nested(reader, readArray);
    case '"':
      return readString(reader);
    case 't':
      return readWord(reader, 'true', true);
    case 'f':
      return readWord(reader, 'false', false);
    case 'n':
      return readWord(reader, 'null', null);
    default:
      return readNumber(reader);
  }
}

function nested<T>(reader: Reader, read: (reader: Reader) => T): T {
  if (reader.depth === MAX_DEPTH) throw failure(reader, `nesting deeper than ${MAX_DEPTH}`);
  reader.depth += 1;
  const value = read(reader);
  reader.depth -= 1;
  return value;
}

function readObject(reader: Reader): PythonDict {
  const start = reader.position;
  const fields: Record<string, PythonValue> = {};
  const keys = new Set<string>();
  skip(reader, '{');
  while (reader.text[reader.position] !== '}') {
    if (keys.size > 0) expectNext(reader, ',', '"," or "}"');
    if (reader.text[reader.position] !== '"') throw unexpected(reader, 'a key in double quotes');
    const key = readString(reader);
    expectNext(reader, ':', '":"');
    const value = readValue(reader);
    keys.add(key);
    // Assigning to __proto__ would change the object instead of adding a field.
    if (key !== '__proto__') fields[key] = value;
  }
  skip(reader, '}');
  keys.delete('__proto__');
  refuseLostOrder({ ...reader, position: start }, keys, fields);
  return fields;
}

function refuseLostOrder(reader: Reader, keys: ReadonlySet<string>, fields: PythonDict): void {
  const kept = Object.keys(fields);
  let index = 0;
  for (const key of keys) {
    if (kept[index] !== key) throw failure(reader, `key "${kept[index]}" is an integer and cannot keep its place`);
    index += 1;
  }
}

function readArray(reader: Reader): PythonValue[] {
  const items: PythonValue[] = [];
  skip(reader, '[');
  while (reader.text[reader.position] !== ']') {
    if (items.length > 0) expectNext(reader, ',', '"," or "]"');
    items.push(readValue(reader));
  }
  skip(reader, ']');
  return items;
}

/** All but control characters, the double quote and the backslash. */
const PLAIN_CHARACTERS = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function readString(reader: Reader): string {
  let value = '';
  reader.position += 1;
  while (true) {
    value += take(reader, PLAIN_CHARACTERS);
    if (reader.text[reader.position] === '"') break;
    const sequence = take(reader, ESCAPE);
    if (sequence === '') throw unexpected(reader, 'the rest of a text in double quotes');
    value += unescaped(sequence);
  }
  skip(reader, '"');
  return value;
}

function unescaped(sequence: string): string {
  const letter = sequence.charAt(1);
  return letter === 'u' ? String.fromCharCode(Number.parseInt(sequence.slice(2), 16)) : (ESCAPED[letter] ?? letter);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function readNumber(reader: Reader): PythonValue {
  const start = { ...reader };
  const digits = take(reader, NUMBER);
  if (digits === '') throw unexpected(reader, 'a value');
  const value = Number(digits);
  if (!Number.isFinite(value)) throw failure(start, `number ${digits} is beyond the range of a float`);
  skipBlanks(reader);
  if (/[.eE]/.test(digits)) return Number.isInteger(value) ? new PythonFloat(value) : value;
  if (!Number.isSafeInteger(value)) return BigInt(digits);
  // Python's int has no -0.
  return value === 0 ? 0 : value;
}

function readWord<T extends boolean | null>(reader: Reader, word: string, value: T): T {
  if (!reader.text.startsWith(word, reader.position)) throw unexpected(reader, 'a value');
  skip(reader, word);
  return value;
}

/** `wanted` names what else may stand here, and is only used in the message. */
function expectNext(reader: Reader, mark: string, wanted: string): void {
  if (reader.text[reader.position] !== mark) throw unexpected(reader, wanted);
  skip(reader, mark);
}

function skip(reader: Reader, token: string): void {
  reader.position += token.length;
  skipBlanks(reader);
}

const BLANKS = /[ \t\n\r]*/y;

function skipBlanks(reader: Reader): void {
  take(reader, BLANKS);
}

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.position;
  const [taken = ''] = pattern.exec(reader.text) ?? [];
  reader.position += taken.length;
  return taken;
}

function unexpected(reader: Reader, wanted: string): SyntaxError {
  const found = reader.text.codePointAt(reader.position);
  const name = found === undefined ? 'the end of the text' : JSON.stringify(String.fromCodePoint(found));
  return failure(reader, `expected ${wanted}, found ${name}`);
}

function failure({ text, position }: Reader, fact: string): SyntaxError {
  const before = text.slice(0, position).split('\n');
  const column = Array.from(before.at(-1) ?? '').length + 1;
  return new SyntaxError(`${fact} at line ${before.length}, column ${column}`);
}
