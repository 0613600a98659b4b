/** One word character of Python's `re`, as the source of a regular expression with the flag `u`: combining marks are none. */
export const WORD_CHARACTER = '[\\p{L}\\p{N}_]';

/** What `str.isspace` is true for; JavaScript's `\s` has U+FEFF besides and lacks U+001C to U+001F and U+0085. */
const WHITE_SPACE = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
);

/** What `str.splitlines` takes for the end of a line, as the source of a regular expression. */
export const LINE_END = '(?:\\r\\n|[\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029])';

const LINE_ENDS = new RegExp(LINE_END);

/** Python's `text.strip()`. */
export function strip(text: string): string {
  return lstrip(rstrip(text));
}

/** Python's `text.lstrip()`. */
export function lstrip(text: string): string {
  let start = 0;
  while (WHITE_SPACE.has(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** Python's `text.rstrip()`. */
export function rstrip(text: string): string {
  let end = text.length;
  while (WHITE_SPACE.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Python's `text.split()`: the pieces between runs of white space, none of them empty. */
export function splitWhiteSpace(text: string): string[] {
  return splitAt(text, WHITE_SPACE).filter((piece) => piece !== '');
}

/** Python's `text.splitlines()`: `\r\n` ends one line, and an end at the very end starts no further line. */
export function splitLines(text: string): string[] {
  const lines = text.split(LINE_ENDS);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function splitAt(text: string, separators: ReadonlySet<string>): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let position = 0; position < text.length; position += 1) {
    if (!separators.has(text.charAt(position))) continue;
    pieces.push(text.slice(start, position));
    start = position + 1;
  }
  return [...pieces, text.slice(start)];
}
