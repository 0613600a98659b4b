import { chunkDocument } from '../core/chunk-document.ts';
import type { Chunk, Chunker, Corpus } from '../core/corpus.ts';
import type { Embedder } from '../core/embedder.ts';
import { invariantBroken, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Fields } from '../core/fields.ts';
import type { Row, RowSource } from '../core/row-source.ts';
import type { Point, VectorStore } from '../core/vector-store.ts';
import { batches } from './batches.ts';
import { refuseOtherModel } from './check-index.ts';

export interface IndexTask {
  readonly corpus: Corpus;
  readonly source: RowSource;
  readonly chunker: Chunker;
  readonly embedder: Embedder;
  readonly store: VectorStore;
  /** Texts per embedding request. */
  readonly batchSize: number;
  /** Points per upsert. */
  readonly upsertSize: number;
  /** Removes the collection first. */
  readonly recreate: boolean;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

export interface IndexReport {
  readonly collection: string;
  readonly documents: number;
  readonly chunks: number;
  readonly embedded: number;
  readonly upserted: number;
  /** Points in the collection afterwards, those of earlier runs included. */
  readonly stored: number;
  readonly dimensions: number;
  readonly seconds: number;
  /** Share of the time, 0 to 1, in which nothing could go on before the embedding model answered. */
  readonly waitingForEmbeddings: number;
}

/**
 * Corpus → chunks → vectors → store. The collection is checked (and created) before the first text is embedded, and a batch is
 * stored while the next one is embedded. Chunk ids follow from the corpus, so running it again rewrites the same points.
 *
 * Memory: two batches. Cost: one embedding request per `batchSize` chunks, and one for a single word when the embedder cannot
 * tell its dimensions.
 *
 * @throws RagError CORPUS_EMPTY, INDEX_MISMATCH, STORE_DIMENSION_MISMATCH, and whatever source, embedder and store throw
 */
export async function indexCorpus(task: IndexTask): Promise<IndexReport> {
  const { corpus, source, store, embedder, report, signal, clock } = task;
  const startedAt = clock();
  const { revision, rows } = await source.open(corpus.location, signal);
  const dimensions = await openCollection(task, revision);
  const counts = { documents: 0, chunks: 0, embedded: 0, upserted: 0 };
  let waitedMs = 0;
  let storing: Promise<void> = Promise.resolve();

  report({ type: 'stage-start', stage: 'index', total: null });
  for await (const batch of batches(chunksOf(task, rows, counts), task.batchSize)) {
    const askedAt = clock();
    const vectors = await embedder.embed(texts(batch), signal);
    waitedMs += clock() - askedAt;
    counts.chunks += batch.length;
    counts.embedded += vectors.length;
    await storing;
    storing = storeBatch(task, batch, vectors).then((stored) => {
      counts.upserted += stored;
      report({ type: 'stage-advance', stage: 'index', by: stored });
    });
    // Awaited after the next batch is embedded; without a handler, a failure before that would end the process.
    storing.catch(() => {});
  }
  await storing;
  report({ type: 'stage-end', stage: 'index' });
  if (counts.chunks === 0) throw corpusEmpty(task, counts.documents);
  const elapsedMs = clock() - startedAt;
  return {
    collection: store.collection,
    ...counts,
    stored: await store.count(signal),
    dimensions,
    seconds: elapsedMs / 1000,
    waitingForEmbeddings: elapsedMs === 0 ? 0 : waitedMs / elapsedMs,
  };
}

/** The collection's dimensions, once it exists and fits the embedder. */
async function openCollection(task: IndexTask, revision: string): Promise<number> {
  const { store, embedder, signal } = task;
  if (task.recreate) await store.drop(signal);
  const dimensions = embedder.dimensions ?? (await probeDimensions(embedder, signal));
  const existing = await store.describe(signal);
  // What an earlier run made and never filled (its first request failed, say) is no reason to refuse this one.
  if (existing?.count === 0) await store.drop(signal);
  else if (existing !== null) refuseOtherModel(existing, store, embedder);
  await store.open({ dimensions, distance: 'cosine', metadata: describeIndex(task, revision) }, signal);
  return dimensions;
}

/** What the vectors depend on, kept with the collection. */
function describeIndex({ corpus, chunker, embedder }: IndexTask, revision: string): Fields {
  return {
    embedding_model: embedder.model,
    corpus: corpus.name,
    corpus_revision: revision,
    chunker: chunker.name,
    chunker_options: chunker.options,
  };
}

async function probeDimensions(embedder: Embedder, signal: AbortSignal): Promise<number> {
  const [vector] = await embedder.embed(['dimensions'], signal);
  if (vector === undefined) throw invariantBroken(`the embedder "${embedder.model}" gave no vector for one text`);
  return vector.length;
}

async function* chunksOf(
  { corpus, chunker, signal }: IndexTask,
  rows: AsyncIterable<Row>,
  counts: { documents: number },
): AsyncIterable<Chunk> {
  let index = 0;
  for await (const row of rows) {
    signal.throwIfAborted();
    const document = corpus.document(row, index);
    index += 1;
    if (document === null) continue;
    counts.documents += 1;
    yield* chunkDocument(corpus.name, document, chunker);
  }
}

function texts(batch: readonly Chunk[]): string[] {
  return batch.map((chunk) => chunk.text);
}

/** The number of points stored. */
async function storeBatch(task: IndexTask, batch: readonly Chunk[], vectors: readonly Float32Array[]): Promise<number> {
  const points = batch.map((chunk, position) => pointOf(chunk, vectors[position]));
  for (let start = 0; start < points.length; start += task.upsertSize) {
    await task.store.upsert(points.slice(start, start + task.upsertSize), task.signal);
  }
  return points.length;
}

function pointOf(chunk: Chunk, vector: Float32Array | undefined): Point {
  if (vector === undefined) throw invariantBroken(`no vector for chunk ${chunk.id}`);
  return {
    id: chunk.id,
    vector,
    payload: { text: chunk.text, document_id: chunk.documentId, chunk: chunk.index, ...chunk.metadata },
  };
}

function corpusEmpty({ corpus, chunker }: IndexTask, documents: number): RagError {
  const why = documents === 0 ? 'it has no documents' : `none of its ${documents} documents gave a chunk`;
  return new RagError('CORPUS_EMPTY', `nothing to index in the corpus "${corpus.name}": ${why}`, {
    hint: documents === 0 ? undefined : 'see what counts as too short:  rag config show --origin',
    details: { corpus: corpus.name, documents, chunker: chunker.options },
  });
}
