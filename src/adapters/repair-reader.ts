/** A place in a faulty JSON text, and what is open around it. */
export interface RepairReader {
  readonly text: string;
  position: number;
  /** Open brackets of any kind. */
  depth: number;
  objects: number;
  arrays: number;
  /** Where a key was met inside a list that is not closed; -1 before that. */
  keyPosition: number;
  /** For each quote, where the last search for it began and where it ended, so that looking ahead again costs nothing. */
  readonly searches: Map<string, { readonly from: number; readonly found: number }>;
}

export function repairReader(text: string): RepairReader {
  return { text, position: 0, depth: 0, objects: 0, arrays: 0, keyPosition: -1, searches: new Map() };
}

/** The next UTF-16 unit; empty at the end. */
export function peek({ text, position }: RepairReader): string {
  return text.charAt(position);
}

/** Reads what the pattern, which must be sticky, matches here. */
export function take(reader: RepairReader, pattern: RegExp): string {
  const start = reader.position;
  pattern.lastIndex = start;
  if (pattern.test(reader.text)) reader.position = pattern.lastIndex;
  return reader.text.slice(start, reader.position);
}

/** Reads white space and comments (`//`, `#`, and `/*` up to its end or that of the text). */
export function skipBlanks(reader: RepairReader): void {
  const { text } = reader;
  while (true) {
    reader.position = afterBlanks(reader, reader.position);
    if (text.startsWith('/*', reader.position)) reader.position = behind(text, '*/', reader.position + 2);
    else if (text.startsWith('//', reader.position) || peek(reader) === '#') {
      reader.position = behind(text, '\n', reader.position);
    } else return;
  }
}

function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

/** The position of the first character from `position` on that is not white space. */
export function afterBlanks({ text }: RepairReader, position: number): number {
  let next = position;
  while (isBlank(text.charCodeAt(next))) next += 1;
  return next;
}

/** True for the code of white space; false for NaN, which is what there is behind the end. */
function isBlank(code: number): boolean {
  if (code > 0x20 && code < 0x80) return false;
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || /\s/.test(String.fromCharCode(code));
}

/** Where `quote` comes next from `from` on; -1 when it does not. */
export function nextQuote({ text, searches }: RepairReader, quote: string, from: number): number {
  const last = searches.get(quote);
  if (last !== undefined && last.from <= from && (last.found === -1 || last.found >= from)) return last.found;
  const found = text.indexOf(quote, from);
  searches.set(quote, { from, found });
  return found;
}

/** True when the first character from `position` on that is not white space stands between key and value. */
export function isColon(reader: RepairReader, position: number): boolean {
  return [':', '：', '='].includes(reader.text.charAt(afterBlanks(reader, position)));
}
