import { pipeline, Readable } from 'node:stream';
import { CsvError, type InfoRecord } from 'csv-parse';
import { RagError } from '../core/errors.ts';
import { readLines } from './read-lines.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

/**
 * One row per record of a `.csv` (comma) or `.tsv` (tab) file whose first record names the columns; all values are text.
 *
 * Quoted values may span lines: a row's origin is the line it starts on. Blank lines are skipped.
 *
 * @throws RagError FILE_INVALID (header, quoting), ROW_INVALID (more or fewer values than columns)
 */
export async function* readCsv(file: SourceFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const { parse } = await import('csv-parse');
  const isTabbed = /\.tsv(\.gz)?$/i.test(file.name);
  const parser = parse({
    columns: (header: string[]) => checkHeader(header, file),
    delimiter: isTabbed ? '\t' : ',',
    // Tab-separated files rarely quote, so a quotation mark within a value is a character like any other.
    relax_quotes: isTabbed,
    skip_empty_lines: true,
    info: true,
  });
  // The loop below meets any error of the input: the pipeline destroys the parser with it.
  pipeline(Readable.from(withLineFeeds(file, options)), parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      yield { value: record, origin: `${file.name}:${info.lines - lineFeedsIn(record)}` };
    }
  } catch (error) {
    throw error instanceof CsvError ? csvError(file, error) : error;
  }
}

/** What csv-parse yields with `columns` and `info`; its stream type says only `any`. */
interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: InfoRecord;
}

async function* withLineFeeds(file: SourceFile, options: ReadOptions): AsyncGenerator<string> {
  for await (const { text } of readLines(file, options)) yield `${text}\n`;
}

function lineFeedsIn(record: CsvRecord['record']): number {
  return Object.values(record).join('').split('\n').length - 1;
}

function checkHeader(header: readonly string[], { name }: SourceFile): string[] {
  const repeated = header.find((column, index) => header.indexOf(column) !== index);
  if (repeated !== undefined) {
    throw new RagError('FILE_INVALID', `${name}:1 names the column "${repeated}" twice`, { details: { file: name } });
  }
  return [...header];
}

function csvError({ name }: SourceFile, error: CsvError): RagError {
  const line = typeof error.lines === 'number' ? `:${error.lines}` : '';
  const options = { cause: error, details: { file: name, reason: error.code } };
  if (error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS' && Array.isArray(error.record) && Array.isArray(error.columns)) {
    const expected = `${error.columns.length} columns`;
    return new RagError('ROW_INVALID', `${name}${line} has ${error.record.length} values, the header ${expected}`, {
      ...options,
      hint: 'quote values that hold the separator, a quotation mark or a line break',
    });
  }
  return new RagError('FILE_INVALID', `${name}${line} is not readable as CSV: ${error.message}`, options);
}
