import { chunkDocument } from '../../core/chunk-document.ts';
import type { Chunk, Chunker, Corpus, Document } from '../../core/corpus.ts';
import { type CorpusShard, isInShard, isRowInShard } from '../../core/corpus-shard.ts';
import { RagError } from '../../core/errors.ts';
import type { Row, RowSource } from '../../core/row-source.ts';
import type { FailureLog } from './failure-log.ts';

/** A chunk and where its text came from, for messages. */
export interface ReadChunk extends Chunk {
  readonly origin: string;
}

/** What one stretch of the corpus gave. */
export interface Page {
  /** Documents that begin in it. */
  readonly documents: readonly { readonly id: string; readonly origin: string }[];
  readonly chunks: readonly ReadChunk[];
}

export interface ReadTask {
  readonly corpus: Corpus;
  readonly source: RowSource;
  readonly chunker: Chunker;
  /** Documents of other shards are passed over; null for all. */
  readonly shard: CorpusShard | null;
  /** Chunks in a page. */
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

export interface ReadCounts {
  /** Those of other shards left out. */
  rows: number;
  /** Rows without a text, which are not documents. */
  empty: number;
}

export interface CorpusReader {
  readonly revision: string;
  /** Can be read once. Holds a page and the document at hand. The first page is read already. */
  readonly pages: AsyncGenerator<Page>;
  /** Grows while the pages are read. */
  readonly counts: Readonly<ReadCounts>;
}

/**
 * The corpus in chunks, in its order; rows that cannot be read or used go to `failures`. What is wrong with all of it, a damaged file or
 * a column that is not there, is mostly found out here, before anything has changed.
 *
 * @throws RagError ROW_INVALID, FILE_INVALID, TOO_MANY_FAILURES, and whatever the source throws
 */
export async function readChunks(task: ReadTask, failures: FailureLog): Promise<CorpusReader> {
  const { corpus, source, signal } = task;
  const counts: ReadCounts = { rows: 0, empty: 0 };
  const reading = { ...task, counts, failures, position: 0 };
  const onInvalid = (error: RagError): void => leaveOut(error, String(error.details.origin ?? ''), reading);
  const { revision, rows } = await source.open(corpus.location, signal, onInvalid);
  return { revision, counts, pages: await begun(pagesOf(rows, reading)) };
}

/** The same items, the first of which is at hand. */
async function begun<T>(items: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await items.next();
  return (async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* items;
    } finally {
      await items.return(undefined);
    }
  })();
}

interface Reading extends ReadTask {
  readonly counts: ReadCounts;
  readonly failures: FailureLog;
  /** Rows met so far, those left out and those of other shards included, so that a row repaired later moves no other. */
  position: number;
}

async function* pagesOf(rows: AsyncIterable<Row>, reading: Reading): AsyncGenerator<Page> {
  const { corpus, chunker, pageSize, signal } = reading;
  let documents: { id: string; origin: string }[] = [];
  let chunks: ReadChunk[] = [];
  for await (const row of rows) {
    signal.throwIfAborted();
    const document = documentIn(row, reading);
    if (document === null) continue;
    documents.push({ id: document.id, origin: row.origin });
    for (const chunk of chunkDocument(corpus.name, document, chunker)) {
      chunks.push({ ...chunk, origin: row.origin });
      if (chunks.length < pageSize) continue;
      yield { documents, chunks };
      documents = [];
      chunks = [];
    }
  }
  if (documents.length > 0 || chunks.length > 0) yield { documents, chunks };
}

/** Null for a row that is none, or of another shard. */
function documentIn(row: Row, reading: Reading): Document | null {
  const { corpus, shard, counts, position } = reading;
  const isRowOurs = shard === null || isRowInShard(position, shard);
  try {
    const document = corpus.document(row, position);
    reading.position += 1;
    const isOurs = document === null || shard === null ? isRowOurs : isInShard(document.id, shard);
    if (isOurs) counts.rows += 1;
    if (isOurs && document === null) counts.empty += 1;
    return isOurs ? document : null;
  } catch (error) {
    if (!(error instanceof RagError) || error.code !== 'ROW_INVALID') throw error;
    leaveOut(error, row.origin, reading);
    return null;
  }
}

/** A bad row belongs to one shard, too. */
function leaveOut(error: RagError, origin: string, reading: Reading): void {
  const { shard, counts, failures, position } = reading;
  reading.position += 1;
  if (shard !== null && !isRowInShard(position, shard)) return;
  counts.rows += 1;
  failures.add(error, origin);
}
