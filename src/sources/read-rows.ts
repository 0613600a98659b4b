import { interrupted, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { FileFormat, InvalidRow, Row } from '../core/row-source.ts';
import { checkStart } from './check-start.ts';
import { raise } from './file-errors.ts';
import { isDocument, loadReader, READABLE_ENDINGS } from './file-format.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';
import { toRow } from './to-row.ts';

export interface ReadRowsOptions {
  readonly columns: readonly string[] | null;
  readonly limit: number | null;
  readonly signal: AbortSignal;
  readonly report: Report;
  /** Told of a row that cannot be read, in its place; without it, such a row ends the reading. */
  readonly onInvalid?: InvalidRow | undefined;
}

/**
 * The rows of all files, file after file, at most `limit` of them; one row (or row group) in memory at a time.
 *
 * One notice per file tells of text that had to be repaired.
 *
 * @throws RagError FILE_INVALID at once for a file that no reader knows; as they are read FILE_NOT_FOUND, FILE_INVALID, ROW_INVALID
 */
export function readRows(files: readonly SourceFile[], options: ReadRowsOptions): AsyncGenerator<Row> {
  return rowsOfAll(files.map(readable), options);
}

type ReadableFile = SourceFile & { readonly format: FileFormat };

function readable(file: SourceFile): ReadableFile {
  const { format, name } = file;
  if (format !== null) return { ...file, format };
  throw new RagError(
    'FILE_INVALID',
    `${name} is of a kind that cannot be read: known are ${READABLE_ENDINGS.join(', ')}`,
    {
      hint: 'give it the ending of what it is, or say what it is:  rag index --format txt',
      details: { file: name },
    },
  );
}

async function* rowsOfAll(files: readonly ReadableFile[], options: ReadRowsOptions): AsyncGenerator<Row> {
  const { onInvalid = raise, limit } = options;
  const most = limit ?? Number.POSITIVE_INFINITY;
  let met = 0;
  const countInvalid = (error: RagError): void => {
    met += 1;
    if (met <= most) onInvalid(error);
  };
  for (const file of files) {
    if (met >= most) return;
    for await (const row of fileRows(file, { ...options, onInvalid: countInvalid })) {
      met += 1;
      if (met <= most) yield row;
      if (met >= most) break;
    }
  }
}

type FileOptions = Omit<ReadRowsOptions, 'limit'> & Pick<ReadOptions, 'onInvalid'>;

async function* fileRows(file: ReadableFile, options: FileOptions): AsyncGenerator<Row> {
  const { columns, signal, report, onInvalid } = options;
  const places = new Set<string>();
  const onRepair = (place: string) => places.add(place);
  try {
    for await (const raw of rawRows(file, { columns, signal, onRepair, onInvalid })) {
      if (signal.aborted) throw interrupted(signal);
      const row = rowOrError(raw, onRepair);
      if (row instanceof RagError) onInvalid(row);
      else yield row;
    }
  } finally {
    const [first] = places;
    if (first !== undefined) report({ type: 'notice', code: 'TEXT_REPAIRED', message: repairMessage(first, places) });
  }
}

async function* rawRows(file: ReadableFile, options: ReadOptions): AsyncGenerator<RawRow> {
  const { format, name } = file;
  const read = await loadReader(format);
  try {
    await checkStart(file);
    yield* read(file, options);
  } catch (error) {
    if (!isDocument(format) || !(error instanceof RagError) || error.code !== 'FILE_INVALID') throw error;
    const { code, message, hint, cause, details } = error;
    options.onInvalid(new RagError(code, message, { hint, cause, details: { ...details, origin: name } }));
  }
}

function rowOrError(raw: RawRow, onRepair: ReadOptions['onRepair']): Row | RagError {
  try {
    return toRow(raw, onRepair);
  } catch (error) {
    if (error instanceof RagError) return error;
    throw error;
  }
}

function repairMessage(first: string, { size }: ReadonlySet<string>): string {
  const where = size === 1 ? first : `${first} and ${size - 1} more places`;
  return `${where} held bytes that are not UTF-8, or characters that are not text: replaced by U+FFFD, NUL removed`;
}
