import { CsvError, parse } from 'csv-parse/sync';
import { RagError } from '../core/errors.ts';
import { csvRecords } from './csv-records.ts';
import { readLines } from './read-lines.ts';
import type { RawRow, ReadFile, ReadOptions, SourceFile } from './source-file.ts';

/** The rows of a comma-separated file: `readSeparated`. */
export const readCsv: ReadFile = (file, options) => readSeparated(file, options, { separator: ',', isRelaxed: false });

/** The rows of a tab-separated file; such files rarely quote, so a quotation mark within a value is a character like any other. */
export const readTsv: ReadFile = (file, options) => readSeparated(file, options, { separator: '\t', isRelaxed: true });

interface Syntax {
  readonly separator: string;
  readonly isRelaxed: boolean;
}

/**
 * One row per record of a file whose first record names the columns; all values are text.
 *
 * Quoted values may span lines: a row's origin is the line it starts on. Blank lines are skipped. A record with more or fewer
 * values than columns is an invalid row, and so is a line with quotation marks that do not fit; the lines behind it are read as if
 * it were not there.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID (header)
 */
async function* readSeparated(file: SourceFile, options: ReadOptions, syntax: Syntax): AsyncGenerator<RawRow> {
  const { onInvalid } = options;
  const records = csvRecords(readLines(file, options, onInvalid), syntax.separator);
  let header: readonly string[] | null = null;
  for (let record = await records.next(); record !== null; record = await records.next()) {
    const [first, ...others] = record.lines;
    const origin = `${file.name}:${first.number}`;
    const values = record.isClosed ? valuesOf(record.lines, syntax) : NOT_CLOSED;
    if (typeof values === 'string') {
      const error = notCsv(origin, values);
      if (header === null) throw new RagError('FILE_INVALID', error.message, { details: { file: file.name } });
      onInvalid(error);
      records.putBack(others);
    } else if (header === null) header = checkHeader(values, file, origin);
    else if (values.length !== header.length) onInvalid(uneven(origin, values, header));
    else yield { value: Object.fromEntries(header.map((column, index) => [column, values[index]])), origin };
  }
}

const NOT_CLOSED = 'a quotation mark is not closed';

const REASONS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark',
  CSV_QUOTE_NOT_CLOSED: NOT_CLOSED,
  INVALID_OPENING_QUOTE: 'a quotation mark stands within a value that does not begin with one',
};

/** The values of one record, or why there are none. */
function valuesOf(
  lines: readonly { readonly text: string }[],
  { separator, isRelaxed }: Syntax,
): readonly string[] | string {
  try {
    const [values = []] = parse(lines.map(({ text }) => text).join('\n'), {
      delimiter: separator,
      record_delimiter: '\n',
      relax_quotes: isRelaxed,
    });
    return values;
  } catch (error) {
    if (error instanceof CsvError) return REASONS[error.code] ?? error.message;
    throw error;
  }
}

function checkHeader(header: readonly string[], { name }: SourceFile, origin: string): readonly string[] {
  const repeated = header.find((column, index) => header.indexOf(column) !== index);
  if (repeated === undefined) return header;
  throw new RagError('FILE_INVALID', `${origin} names the column "${repeated}" twice`, { details: { file: name } });
}

function notCsv(origin: string, reason: string): RagError {
  return new RagError('ROW_INVALID', `${origin} is not readable as CSV: ${reason}`, {
    hint: QUOTE,
    details: { origin },
  });
}

function uneven(origin: string, values: readonly string[], header: readonly string[]): RagError {
  return new RagError('ROW_INVALID', `${origin} has ${values.length} values, the header ${header.length} columns`, {
    hint: QUOTE,
    details: { origin },
  });
}

const QUOTE = 'quote values that hold the separator, a quotation mark or a line break';
