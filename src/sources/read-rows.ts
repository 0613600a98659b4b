import { interrupted, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { InvalidRow, Row } from '../core/row-source.ts';
import { raise } from './file-errors.ts';
import { readJson } from './read-json.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readText } from './read-text.ts';
import type { RawRow, ReadFile, ReadOptions, SourceFile } from './source-file.ts';
import { toRow } from './to-row.ts';

/** By the ending of a file's name. All but parquet may be packed as `.gz`. */
const READERS: Readonly<Record<string, () => Promise<ReadFile>>> = {
  csv: async () => (await import('./read-csv.ts')).readCsv,
  json: async () => readJson,
  jsonl: async () => readJsonLines,
  md: async () => readText,
  ndjson: async () => readJsonLines,
  parquet: async () => (await import('./read-parquet.ts')).readParquet,
  tsv: async () => (await import('./read-csv.ts')).readTsv,
  txt: async () => readText,
};

export const READABLE_ENDINGS = Object.keys(READERS).map((ending) => `.${ending}`);

export interface ReadRowsOptions {
  readonly columns: readonly string[] | null;
  readonly limit: number | null;
  readonly signal: AbortSignal;
  readonly report: Report;
  /** Told of a row that cannot be read, in its place; without it, such a row ends the reading. */
  readonly onInvalid?: InvalidRow | undefined;
}

/** Whether `readRows` knows the kind of file. */
export function isReadable(name: string): boolean {
  return readerOf(name) !== null;
}

/**
 * The rows of all files, file after file, at most `limit` of them; one row (or row group) in memory at a time.
 *
 * One notice per file tells of text that had to be repaired.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID, ROW_INVALID
 */
export async function* readRows(files: readonly SourceFile[], options: ReadRowsOptions): AsyncGenerator<Row> {
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

async function* fileRows(file: SourceFile, options: FileOptions): AsyncGenerator<Row> {
  const { columns, signal, report, onInvalid } = options;
  const load = readerOf(file.name);
  if (load === null) throw unknownKind(file);
  const read = await load();
  const places = new Set<string>();
  const onRepair = (place: string) => places.add(place);
  try {
    for await (const raw of read(file, { columns, signal, onRepair, onInvalid })) {
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

function readerOf(name: string): (() => Promise<ReadFile>) | null {
  const [, ending, packed] = /\.([a-z]+)(\.gz)?$/i.exec(name) ?? [];
  if (ending === undefined || (packed !== undefined && ending.toLowerCase() === 'parquet')) return null;
  return Object.hasOwn(READERS, ending.toLowerCase()) ? (READERS[ending.toLowerCase()] ?? null) : null;
}

function unknownKind({ name }: SourceFile): RagError {
  return new RagError(
    'FILE_INVALID',
    `${name} is of a kind that cannot be read: known are ${READABLE_ENDINGS.join(', ')}`,
    {
      details: { file: name },
    },
  );
}
