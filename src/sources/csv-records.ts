import type { Line } from './read-lines.ts';

export interface CsvRecord {
  /** One, or more where a quoted value holds line feeds. */
  readonly lines: readonly [Line, ...Line[]];
  /** False when a quotation mark is not closed before the end of the file, or within `LONGEST_RECORD` characters. */
  readonly isClosed: boolean;
}

export interface CsvRecords {
  /** Blank lines between records are passed over; null at the end. */
  next(): Promise<CsvRecord | null>;
  /** These lines come again, before the rest. */
  putBack(lines: readonly Line[]): void;
}

const LONGEST_RECORD = 2 ** 24;

/** The records of a file of separated values, as the lines they consist of; what they hold is not looked at. */
export function csvRecords(source: AsyncIterator<Line>, separator: string): CsvRecords {
  const again: Line[] = [];
  const nextLine = async (): Promise<Line | null> => again.pop() ?? (await nextOf(source));
  return {
    next: async () => {
      let first = await nextLine();
      while (first?.text === '') first = await nextLine();
      if (first === null) return null;
      const lines: [Line, ...Line[]] = [first];
      let length = first.text.length;
      let isOpen = endsWithinQuotes(first.text, false, separator);
      while (isOpen && length <= LONGEST_RECORD) {
        const line = await nextLine();
        if (line === null) break;
        lines.push(line);
        length += line.text.length;
        isOpen = endsWithinQuotes(line.text, true, separator);
      }
      return { lines, isClosed: !isOpen };
    },
    putBack: (lines) => {
      again.push(...lines.toReversed());
    },
  };
}

async function nextOf(source: AsyncIterator<Line>): Promise<Line | null> {
  const { done, value } = await source.next();
  return done === true ? null : value;
}

/**
 * Whether a quoted value goes on in the next line.
 *
 * A quotation mark opens a value at its start only, and two of them within quotes are one of the text.
 */
function endsWithinQuotes(line: string, startsWithin: boolean, separator: string): boolean {
  let isWithin = startsWithin;
  let position = 0;
  while (position !== -1) {
    if (!isWithin && line[position] === '"') {
      isWithin = true;
      position += 1;
    }
    if (isWithin) {
      position = closingQuote(line, position);
      if (position === -1) return true;
      isWithin = false;
    }
    const end = line.indexOf(separator, position);
    position = end === -1 ? -1 : end + separator.length;
  }
  return false;
}

function closingQuote(line: string, from: number): number {
  let quote = line.indexOf('"', from);
  while (quote !== -1 && line[quote + 1] === '"') quote = line.indexOf('"', quote + 2);
  return quote;
}
