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
export function commaBefore({ text }: RepairReader, position: number): number | null {
  let before = position - 1;
  while (before >= 0 && /\s/.test(text.charAt(before))) before -= 1;
  return text.charAt(before) === ',' || text.charAt(before) === ';' ? before : null;
}

/** True when a key, a comment or the end follows. */
function startsMember(reader: RepairReader, position: number): boolean {
  const start = afterBlanks(reader, position);
  const mark = reader.text.charAt(start);
  if (['', '}', ']', '/', '#', '`'].includes(mark) || reader.text.startsWith('...', start)) return true;
  return isQuote(mark) ? startsKey(reader, start) : matchesAt(BARE_KEY, reader, start);
}

const BARE_KEY = /[\p{L}\d_$.-]+(?:\s*[:：=]|$)/uy;

/** True when the quote at `position` begins a key: its closing quote is followed by a colon or by nothing, or there is no closing quote. */
export function startsKey(reader: RepairReader, position: number): boolean {
  const end = nextQuote(reader, closingQuote(reader, position), position + 1);
  if (end === -1) return /[\p{L}_]/u.test(reader.text.charAt(position + 1));
  return afterBlanks(reader, end + 1) === reader.text.length || isColon(reader, end + 1);
}

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
