import { afterBlanks, isColon, nextQuote, type RepairReader } from './repair-reader.ts';

/** What a value is part of: it decides which marks end it. */
export type Surroundings = 'object' | 'array' | 'tuple';

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };

export function isQuote(character: string): boolean {
  return Object.hasOwn(CLOSING, character);
}

/** The quote that ends what starts with this one: for `“` the double quote where no `”` follows. */
export function closingQuote(reader: RepairReader, position: number): string {
  const closing = CLOSING[reader.text.charAt(position)] ?? '"';
  return nextQuote(reader, closing, position + 1) === -1 && closing === '”' ? '"' : closing;
}

/** True when the quote at the reader's position is the closing one. */
export function endsString(reader: RepairReader, closing: string, surroundings: Surroundings): boolean {
  const after = afterBlanks(reader, reader.position + 1);
  const mark = reader.text.charAt(after);
  if (mark === '' || mark === '}' || mark === ']' || (mark === ')' && surroundings === 'tuple')) return true;
  if (matchesAt(COMMENT, reader, after)) return true;
  if (surroundings === 'object') {
    if (isColon(reader, after)) return false;
    if (mark === ',' || mark === ';') return startsMember(reader, after + 1);
    if (isQuote(mark) && startsKey(reader, after)) return true;
  } else {
    if (isColon(reader, after)) return true;
    if (mark === ',') return startsItem(reader, after + 1);
  }
  // Of two quotes in a row the second one closes, if it can.
  if (mark === closing) return !END_OF_VALUE.has(reader.text.charAt(afterBlanks(reader, after + 1)));
  return isLastQuote(reader, closing, surroundings);
}

const END_OF_VALUE: ReadonlySet<string> = new Set(['', ',', '}', ']']);

const COMMENT = /\/[/*]/y;

/** True when the next quote, if there is one, belongs to what comes after the string. */
function isLastQuote(reader: RepairReader, closing: string, surroundings: Surroundings): boolean {
  const next = nextQuote(reader, closing, reader.position + 1);
  if (next === -1) return true;
  const comma = commaBefore(reader, next);
  return comma !== null && comma > reader.position && (surroundings !== 'object' || startsKey(reader, next));
}

/** The position of the comma or semicolon before `position`, if there is nothing but white space between. */
export function commaBefore(reader: RepairReader, position: number): number | null {
  const before = beforeBlanks(reader, position);
  return [',', ';'].includes(reader.text.charAt(before)) ? before : null;
}

function markBefore(reader: RepairReader, position: number): string {
  return reader.text.charAt(beforeBlanks(reader, position));
}

/** The position of the last character before `position` that is not white space. */
function beforeBlanks({ text }: RepairReader, position: number): number {
  let before = position - 1;
  while (before >= 0 && /\s/.test(text.charAt(before))) before -= 1;
  return before;
}

/** True when a key, a comment or the end follows. */
export function startsMember(reader: RepairReader, position: number): boolean {
  const start = afterCommas(reader, position);
  const mark = reader.text.charAt(start);
  if (['', '}', ']', '/', '#', '`'].includes(mark) || reader.text.startsWith('...', start)) return true;
  return isQuote(mark) ? startsKey(reader, start) : matchesAt(BARE_KEY, reader, start);
}

function afterCommas(reader: RepairReader, position: number): number {
  let start = afterBlanks(reader, position);
  while (reader.text.charAt(start) === ',') start = afterBlanks(reader, start + 1);
  return start;
}

const BARE_KEY = /[\p{L}\d_$.-]+(?:["'”]?\s*[:：=]|$)/uy;

/**
 * True when the quote at `position` begins a key: a colon follows its closing quote, even after a second quote, or stands before it
 * (`"answer: "yes"`), or the text ends before the value.
 */
export function startsKey(reader: RepairReader, position: number): boolean {
  const end = nextQuote(reader, closingQuote(reader, position), position + 1);
  if (end === -1) return matchesAt(NAME_OR_END, reader, position + 1);
  const isQuotedTwice = isQuote(reader.text.charAt(end + 1));
  return (
    afterBlanks(reader, end + 1) === reader.text.length ||
    isColon(reader, isQuotedTwice ? end + 2 : end + 1) ||
    markBefore(reader, end) === ':'
  );
}

/** True when a name and a colon stand at `position`, with a blank before them. */
export function startsBareKey(reader: RepairReader, position: number): boolean {
  return beforeBlanks(reader, position) !== position - 1 && matchesAt(NAME_AND_COLON, reader, position);
}

const NAME_AND_COLON = /[\p{L}_][\p{L}\d_$.-]*["'”]?\s*[:：=]/uy;

const NAME_OR_END = /[\p{L}_]|\s*$/uy;

/** True when what follows looks like a further item or a comment, not like the rest of a sentence. */
function startsItem(reader: RepairReader, position: number): boolean {
  return matchesAt(ITEM_OR_END, reader, afterBlanks(reader, position));
}

/** Words count as an item unless a quote comes before the next comma or bracket. */
const ITEM_OR_END = /["'“[\]{}()\d#-]|\/[/*]|$|[^,\]"']*(?:[,\]]|$)/y;

function matchesAt(pattern: RegExp, { text }: RepairReader, position: number): boolean {
  pattern.lastIndex = position;
  return pattern.test(text);
}
