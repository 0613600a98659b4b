import { isUtf8 } from 'node:buffer';
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { type Compressors, compressors } from 'hyparquet-compressors';
import { interrupted, RagError } from '../core/errors.ts';
import { fileError } from './file-errors.ts';
import type { RawRow, ReadOptions, SourceFile } from './source-file.ts';

const LARGEST_PAGE_BYTES = 2 ** 29;
const LARGEST_ROW_GROUP_BYTES = 4 * 2 ** 30;
const LARGEST_ROW_GROUP_ROWS = 50_000_000;

/**
 * The rows of a parquet file in file order, one row group in memory at a time, nested columns as lists and objects.
 *
 * Only `columns` are decoded, unless one of them is not in the file: then all are, so that whoever misses it can name those
 * there are. Reads snappy, zstd, gzip, brotli, lz4 and uncompressed pages.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID (damaged, or declaring sizes no honest file has)
 */
export async function* readParquet(
  file: SourceFile,
  { columns, signal, onRepair }: ReadOptions,
): AsyncGenerator<RawRow> {
  const buffer = await opened(file);
  const metadata = await decoded(file, () => parquetMetadataAsync(buffer));
  const selection = selectColumns(metadata, columns);
  checkSizes(file, metadata, selection);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    if (signal.aborted) throw interrupted(signal);
    const rowEnd = rowStart + Number(group.num_rows);
    const text = textDecoder();
    const rows = await decoded(file, () =>
      parquetReadObjects({
        file: buffer,
        metadata,
        rowStart,
        rowEnd,
        compressors: cappedCompressors,
        parsers: { stringFromBytes: text.decode },
        ...(selection === null ? {} : { columns: [...selection] }),
      }),
    );
    for (const [index, value] of rows.entries()) {
      const origin = `${file.name} row ${rowStart + index}`;
      if (text.hasReplaced() && holdsReplacement(value)) onRepair(origin);
      yield { value, origin };
    }
    rowStart = rowEnd;
  }
}

async function opened(file: SourceFile): Promise<AsyncBuffer> {
  try {
    return await asyncBufferFromFile(file.path);
  } catch (error) {
    throw fileError(file.name, error);
  }
}

async function decoded<T>(file: SourceFile, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    if (cause instanceof RagError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(file, `is not a readable parquet file: ${reason}`, cause);
  }
}

function selectColumns(metadata: FileMetaData, columns: readonly string[] | null): readonly string[] | null {
  if (columns === null) return null;
  const known = new Set(parquetSchema(metadata).children.map(({ element }) => element.name));
  return columns.every((column) => known.has(column)) ? columns : null;
}

/** Before anything is allocated for them: a few bytes of metadata can declare any size. */
function checkSizes(file: SourceFile, metadata: FileMetaData, selection: readonly string[] | null): void {
  for (const group of metadata.row_groups) {
    const chunks = group.columns
      .flatMap(({ meta_data }) => meta_data ?? [])
      .filter(({ path_in_schema: [name = ''] }) => selection === null || selection.includes(name));
    const bytes = chunks.reduce((sum, { total_uncompressed_size: size }) => sum + Number(size), 0);
    if (bytes > LARGEST_ROW_GROUP_BYTES) throw tooLarge(file, `${bytes} bytes`, LARGEST_ROW_GROUP_BYTES);
    const rows = Number(group.num_rows);
    if (rows > LARGEST_ROW_GROUP_ROWS) throw tooLarge(file, `${rows} rows`, LARGEST_ROW_GROUP_ROWS);
  }
}

/** Those of the library, none of which may unpack a page beyond `LARGEST_PAGE_BYTES`. */
const cappedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      if (outputLength > LARGEST_PAGE_BYTES) {
        throw new RangeError(`a page declares ${outputLength} bytes, more than ${LARGEST_PAGE_BYTES}`);
      }
      return decompress(input, outputLength);
    },
  ]),
);

interface TextDecoding {
  decode(bytes: Uint8Array | undefined): string | undefined;
  /** Whether any bytes were not UTF-8. */
  hasReplaced(): boolean;
}

/** Columns are decoded one after the other: of which row the bytes are is not known then. */
function textDecoder(): TextDecoding {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let replaced = false;
  return {
    decode: (bytes) => {
      if (bytes === undefined) return undefined;
      replaced ||= !isUtf8(bytes);
      return decoder.decode(bytes);
    },
    hasReplaced: () => replaced,
  };
}

function holdsReplacement(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\ufffd');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsReplacement);
}

function tooLarge(file: SourceFile, declared: string, limit: number): RagError {
  return invalid(file, `declares a row group of ${declared}, more than ${limit}`);
}

function invalid({ name }: SourceFile, what: string, cause?: unknown): RagError {
  return new RagError('FILE_INVALID', `${name} ${what}`, { cause, details: { file: name } });
}
