import { rstrip } from '../python/strings.ts';
import { closingQuote, commaBefore, endsString, isQuote, type Surroundings } from './repair-quotes.ts';
import { isColon, type RepairReader, take } from './repair-reader.ts';

/**
 * The text in quotes that starts here, escapes resolved. A quote inside that was not escaped is told from the closing one by what
 * follows it.
 */
export function repairString(reader: RepairReader, surroundings: Surroundings): string {
  const closing = closingQuote(reader, reader.position);
  /** The last quote that may have begun a key, and the text's length before the comma in front: `"a": "no end, "b": 1`. */
  let suspect: { readonly position: number; readonly length: number } | null = null;
  let text = '';
  reader.position += 1;
  while (true) {
    text += takePlain(reader, closing);
    const { position } = reader;
    if (position >= reader.text.length) return withoutEnd(text, surroundings);
    if (endsString(reader, closing, surroundings)) {
      reader.position += 1;
      return text;
    }
    if (suspect !== null && surroundings === 'object' && isColon(reader, position + 1)) {
      reader.position = suspect.position;
      return text.slice(0, suspect.length);
    }
    const comma = commaBefore(reader, position);
    suspect = comma === null ? null : { position, length: text.length - (position - comma) };
    text += closing;
    reader.position += 1;
  }
}

export interface RepairedKey {
  readonly text: string;
  readonly isQuoted: boolean;
  /** True when the colon was read with it. */
  readonly hasColon: boolean;
}

/** The key that starts here; null when the text ends inside it. */
export function repairKey(reader: RepairReader): RepairedKey | null {
  if (!isQuote(reader.text.charAt(reader.position))) return repairBareKey(reader);
  const closing = closingQuote(reader, reader.position);
  reader.position += 1;
  const text = takePlain(reader, closing);
  if (reader.position >= reader.text.length) return null;
  const name = rstrip(text);
  if (name.endsWith(':') && !isColon(reader, reader.position + 1)) {
    // `"answer: "yes"`: this quote opens the value.
    return { text: name.slice(0, -1), isQuoted: true, hasColon: true };
  }
  reader.position += 1;
  return { text, isQuoted: true, hasColon: false };
}

/** Of several words the last one. */
function repairBareKey(reader: RepairReader): RepairedKey | null {
  const words = rstrip(take(reader, /[^:：=,{}[\]"“]+/y));
  take(reader, /["”]/y);
  const isCutOff = reader.position >= reader.text.length;
  return isCutOff ? null : { text: words.slice(lastBlank(words) + 1), isQuoted: false, hasColon: false };
}

function lastBlank(words: string): number {
  let position = words.length - 1;
  while (position >= 0 && !/\s/.test(words.charAt(position))) position -= 1;
  return position;
}

/** The text up to the next quote that is not escaped, or to the end. */
function takePlain(reader: RepairReader, closing: string): string {
  const plain = PLAIN[closing] ?? PLAIN_DOUBLE;
  let text = take(reader, plain);
  while (reader.text.charAt(reader.position) === '\\') text += takeEscape(reader) + take(reader, plain);
  return text;
}

const PLAIN_DOUBLE = /[^"\\]+/y;
const PLAIN: Readonly<Record<string, RegExp>> = { '"': PLAIN_DOUBLE, "'": /[^'\\]+/y, '”': /[^”\\]+/y };

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|["'\\/bfnrt])/y;
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** An escape that JSON does not know is text, backslash included. */
function takeEscape(reader: RepairReader): string {
  const sequence = take(reader, ESCAPE);
  if (sequence === '') return take(reader, /\\/y);
  const letter = sequence.charAt(1);
  if (letter === 'u' || letter === 'x') return String.fromCharCode(Number.parseInt(sequence.slice(2), 16));
  return ESCAPED[letter] ?? letter;
}

/** Text cut off by the end of the reply: closing braces of the object around it do not belong to it. */
function withoutEnd(text: string, surroundings: Surroundings): string {
  let end = text.length;
  while (end > 0 && (/\s/.test(text.charAt(end - 1)) || (surroundings === 'object' && text.charAt(end - 1) === '}')))
    end -= 1;
  return text.slice(0, end);
}
