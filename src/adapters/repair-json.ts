import { parsePythonJson } from '../python/parse-json.ts';
import { isList, type PythonDict, type PythonValue } from '../python/value.ts';
import { isQuote, type Surroundings, startsBareKey, startsKey } from './repair-quotes.ts';
import { isColon, peek, type RepairReader, repairReader, skipBlanks, take } from './repair-reader.ts';
import { repairScalar, scalarOf } from './repair-scalar.ts';
import { repairKey, repairString } from './repair-string.ts';
import { isScalar } from './value-text.ts';

/** Nothing is read behind a bracket nested deeper, so that a hostile reply cannot exhaust the stack. */
const MAX_DEPTH = 512;

/**
 * The value of a JSON text with the faults language models make: prose and code fences around it, single quotes, quotes that are
 * not escaped, missing or superfluous commas, colons and quotes, comments, Python's constants, a missing end. Text without a bracket
 * is no value, whatever it says; the result is then an empty text. Takes linear time.
 *
 * Source: json_repair 0.64, the Python library DSPy reads replies with, in what it makes of recorded cases.
 */
export function repairJson(text: string): PythonValue {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return repairedValues(repairReader(withoutEscapedQuotes(text)));
    throw error;
  }
}

/** JSON that was put into a string once too often: its first quote is escaped already. */
function withoutEscapedQuotes(text: string): string {
  return text.indexOf('\\"') === text.indexOf('"') - 1 ? text.replaceAll('\\"', '"') : text;
}

/** Several values make a list, in which one takes the place of the one before it if it has the same shape. */
function repairedValues(reader: RepairReader): PythonValue {
  const values: PythonValue[] = [];
  if (TUPLE.test(reader.text)) values.push(repairOrEmpty(reader, 'array'));
  while (findBracket(reader)) {
    const value = repairOrEmpty(reader, 'array');
    const last = values.at(-1);
    if (last !== undefined && shapeOf(last) === shapeOf(value)) values.pop();
    values.push(value);
  }
  const [only = ''] = values;
  return values.length > 1 ? values : only;
}

/** A parenthesis is taken for a bracket where the text begins with it and goes on with a value. */
const TUPLE = /^\s*\(\s*(?:["'“[({)\d-]|(?:true|false|none|null)\b)/i;

function findBracket(reader: RepairReader): boolean {
  take(reader, /[^{[]+/y);
  return peek(reader) !== '';
}

/** Equal for values that differ in texts, numbers and truth values only. */
function shapeOf(value: PythonValue): string {
  if (isList(value)) return `[${value.map(shapeOf).join()}]`;
  if (isScalar(value)) return value === null ? 'null' : typeof value;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${shapeOf(member)}`);
  return `{${members.sort().join()}}`;
}

/** Undefined when nothing that can be read starts here; then nothing is read but junk. */
function repairValue(reader: RepairReader, surroundings: Surroundings): PythonValue | undefined {
  skipBlanks(reader);
  take(reader, JUNK);
  const mark = peek(reader);
  if (mark === '{') return nested(reader, repairObject);
  if (mark === '[') return nested(reader, repairArray);
  if (mark === '(') return nested(reader, repairTuple);
  return isQuote(mark) ? repairString(reader, surroundings) : repairScalar(reader, surroundings);
}

function repairOrEmpty(reader: RepairReader, surroundings: Surroundings): PythonValue {
  const value = repairValue(reader, surroundings);
  return value === undefined ? '' : value;
}

/** What can begin no value: `$5` is 5, `- item` is item. */
const JUNK = /(?:[^\p{L}0-9"'“{[(,}\])\-.]|-(?![0-9.I-]))+/uy;

function nested(reader: RepairReader, read: (reader: RepairReader) => PythonValue): PythonValue {
  reader.position = reader.depth < MAX_DEPTH ? reader.position + 1 : reader.text.length;
  reader.depth += 1;
  const value = read(reader);
  reader.depth -= 1;
  return value;
}

function repairObject(reader: RepairReader): PythonValue {
  const members = new Map<string, PythonValue>();
  /** What stands where a member should: `{1, 2}` is a Python set, `{{"a": 1}}` an object in doubled braces. */
  const bare: PythonValue[] = [];
  reader.objects += 1;
  while (!endsObject(reader)) {
    if (BRACKETS.has(peek(reader))) bare.push(repairOrEmpty(reader, 'object'));
    else repairMember(reader, members, bare);
    skipToMember(reader);
  }
  reader.objects -= 1;
  if (members.size > 0 || bare.length === 0) return Object.fromEntries(members);
  const [only = ''] = bare;
  return bare.length === 1 && isDict(only) ? only : bare;
}

const BRACKETS: ReadonlySet<string> = new Set(['{', '[', '(']);

function isDict(value: PythonValue): value is PythonDict {
  return !isList(value) && !isScalar(value);
}

/** Reads up to the next member or the closing brace; a bracket that closes a list around the object ends it too. */
function endsObject(reader: RepairReader): boolean {
  do skipBlanks(reader);
  while (take(reader, reader.arrays > 0 ? NO_MEMBER : NO_MEMBER_OR_BRACKET) !== '');
  const mark = peek(reader);
  if (mark === '}') reader.position += 1;
  return ENDS.has(mark);
}

/** What ends an object or list that it does not close, too; the empty text is the end of all. */
const ENDS: ReadonlySet<string> = new Set(['', '}', ']']);

const NO_MEMBER = /[^\p{L}0-9_"'“{[(}\]\s/#]|\/(?![/*])/uy;
const NO_MEMBER_OR_BRACKET = /[^\p{L}0-9_"'“{[(}\s/#]|\/(?![/*])/uy;

function repairMember(reader: RepairReader, members: Map<string, PythonValue>, bare: PythonValue[]): void {
  const key = repairKey(reader);
  if (key === null) return;
  take(reader, SECOND_QUOTE);
  skipBlanks(reader);
  const hasColon = take(reader, /[:：=;>\s]+/y) !== '' || key.hasColon;
  skipBlanks(reader);
  const isLast = ENDS.has(peek(reader)) || peek(reader) === ',';
  if (isLast && !hasColon) bare.push(key.isQuoted ? key.text : scalarOf(key.text));
  else members.set(key.text, isLast ? '' : repairOrEmpty(reader, 'object'));
}

/** Of a key that was closed twice: `"answer"": 1`. */
const SECOND_QUOTE = /["'”](?=\s*[:：=])/y;

/** Reads what is left of a member up to the comma behind it or to a key. */
function skipToMember(reader: RepairReader): void {
  while (true) {
    skipBlanks(reader);
    const mark = peek(reader);
    if (ENDS.has(mark)) return;
    if (isQuote(mark) ? startsKey(reader, reader.position) : startsBareKey(reader, reader.position)) return;
    reader.position += 1;
    if (mark === ',' || mark === ';' || mark === '，') return;
  }
}

function repairArray(reader: RepairReader): PythonValue {
  reader.arrays += 1;
  const items = repairItems(reader, 'array');
  reader.arrays -= 1;
  return items;
}

/** A Python tuple, or one value in parentheses. */
function repairTuple(reader: RepairReader): PythonValue {
  const items = repairItems(reader, 'tuple');
  const [only = items] = items;
  return items.length === 1 ? only : items;
}

function repairItems(reader: RepairReader, surroundings: 'array' | 'tuple'): readonly PythonValue[] {
  const items: PythonValue[] = [];
  while (!endsItems(reader, surroundings)) {
    const start = reader.position;
    const isText = isQuote(peek(reader));
    const item = repairValue(reader, surroundings);
    if (isText && reader.objects > 0 && isColon(reader, reader.position)) {
      // The list was not closed, and this is a key of the object around it.
      reader.position = start;
      reader.keyPosition = start;
    } else if (item !== undefined && (isText || item !== '...')) items.push(item);
  }
  return items;
}

/** Reads up to the next item or the closing bracket; a bracket that closes something around the list ends it too. */
function endsItems(reader: RepairReader, surroundings: 'array' | 'tuple'): boolean {
  const closing = surroundings === 'array' ? ']' : ')';
  skipBlanks(reader);
  while (BETWEEN_ITEMS.has(peek(reader)) && peek(reader) !== closing) {
    reader.position += 1;
    skipBlanks(reader);
  }
  const mark = peek(reader);
  if (mark === closing) reader.position += 1;
  return ENDS.has(mark) || mark === closing || reader.position === reader.keyPosition;
}

const BETWEEN_ITEMS: ReadonlySet<string> = new Set([',', ';', ':', '，', ')']);
