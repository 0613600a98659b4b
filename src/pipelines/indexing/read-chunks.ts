import { chunkDocument } from '../../core/chunk-document.ts';
import type { Chunk, Chunker, Corpus, Document } from '../../core/corpus.ts';
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
  /** Chunks in a page. */
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

export interface ReadCounts {
  rows: number;
  /** Rows without a text, which are not documents. */
  empty: number;
}

export interface CorpusReader {
  readonly revision: string;
  /** Can be read once. Holds a page and the document at hand. */
  readonly pages: AsyncIterable<Page>;
  /** Grows while the pages are read. */
  readonly counts: Readonly<ReadCounts>;
}

/**
 * The corpus in chunks, in its order; rows that cannot be read or used go to `failures`.
 *
 * @throws RagError ROW_INVALID, FILE_INVALID, TOO_MANY_FAILURES, and whatever the source throws
 */
export async function readChunks(task: ReadTask, failures: FailureLog): Promise<CorpusReader> {
  const { corpus, source, signal } = task;
  const counts: ReadCounts = { rows: 0, empty: 0 };
  const onInvalid = (error: RagError): void => {
    counts.rows += 1;
    failures.add(error, String(error.details.origin ?? ''));
  };
  const { revision, rows } = await source.open(corpus.location, signal, onInvalid);
  return { revision, counts, pages: pagesOf(task, rows, counts, failures) };
}

async function* pagesOf(
  { corpus, chunker, pageSize, signal }: ReadTask,
  rows: AsyncIterable<Row>,
  counts: ReadCounts,
  failures: FailureLog,
): AsyncGenerator<Page> {
  let documents: { id: string; origin: string }[] = [];
  let chunks: ReadChunk[] = [];
  for await (const row of rows) {
    signal.throwIfAborted();
    const document = documentIn(row, corpus, counts, failures);
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

/** A row's position counts every row before it, also those that were left out, so that a row repaired later moves no other. */
function documentIn(row: Row, corpus: Corpus, counts: ReadCounts, failures: FailureLog): Document | null {
  const index = counts.rows;
  counts.rows += 1;
  try {
    const document = corpus.document(row, index);
    if (document === null) counts.empty += 1;
    return document;
  } catch (error) {
    if (!(error instanceof RagError) || error.code !== 'ROW_INVALID') throw error;
    failures.add(error, row.origin);
    return null;
  }
}
