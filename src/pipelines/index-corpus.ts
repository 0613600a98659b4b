import type { Chunker, Corpus } from '../core/corpus.ts';
import type { CorpusShard } from '../core/corpus-shard.ts';
import type { Embedder } from '../core/embedder.ts';
import type { EmbeddingCache } from '../core/embedding-cache.ts';
import type { Report } from '../core/events.ts';
import type { Cleanup, IndexJournals, RunRecord } from '../core/index-journal.ts';
import { type IndexIdentity, identityFields, indexDigest } from '../core/index-manifest.ts';
import type { RowSource } from '../core/row-source.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { corpusEmpty } from './indexing/corpus-empty.ts';
import { type Failure, type FailureLimit, type FailureLog, failureLog } from './indexing/failure-log.ts';
import { finishIndex } from './indexing/finish-index.ts';
import { finishShard } from './indexing/finish-shard.ts';
import { openIndex } from './indexing/open-index.ts';
import { openShard } from './indexing/open-shard.ts';
import { readChunks } from './indexing/read-chunks.ts';
import { removeStale } from './indexing/remove-stale.ts';
import { sweepUntilComplete } from './indexing/sweep-until-complete.ts';
import { wantedIdentity } from './indexing/wanted-identity.ts';

export interface IndexTask {
  readonly corpus: Corpus;
  readonly source: RowSource;
  readonly chunker: Chunker;
  readonly embedder: Embedder;
  readonly store: VectorStore;
  /** Vectors that were made before; null for none. */
  readonly cache: EmbeddingCache | null;
  readonly journals: IndexJournals;
  /** Texts per embedding request. */
  readonly batchSize: number;
  /** Points per upsert. */
  readonly upsertSize: number;
  /** Builds the collection anew beside the one in use, and then puts it in its place. */
  readonly recreate: boolean;
  /** Indexes this part of the corpus only; null for all. Not together with `recreate`. */
  readonly shard: CorpusShard | null;
  readonly cleanup: Cleanup;
  /** Another corpus, or another revision of it, may take the place of what is there. */
  readonly acceptsOtherCorpus: boolean;
  readonly maxFailures: FailureLimit;
  /** What questions will be prefixed with; only noted. */
  readonly queryInstruction: string | null;
  readonly report: Report;
  /** Ends the reading of the corpus; what was read until then is embedded and stored. */
  readonly signal: AbortSignal;
  /** Ends the calls that are under way. */
  readonly callSignal: AbortSignal;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
  /** The time, as ISO 8601. */
  readonly now: () => string;
  /** A text that was never given before, fit for a file's name. */
  readonly newId: () => string;
}

export interface IndexReport {
  readonly collection: string;
  readonly documents: number;
  /** Different chunks of the corpus. */
  readonly chunks: number;
  /** Texts sent to the embedding model. */
  readonly embedded: number;
  /** Chunks whose vector was in the cache. */
  readonly cached: number;
  /** Chunks that were stored before this run. */
  readonly unchanged: number;
  readonly upserted: number;
  /** Stale chunks taken out of the collection. */
  readonly removed: number;
  /** Rows without a text. */
  readonly empty: number;
  /** Chunks met more than once, and documents with the id of another. */
  readonly repeated: number;
  readonly repeatedDocuments: number;
  /** Rows and texts that could not be used. */
  readonly failed: number;
  /** The first hundred of them. */
  readonly failures: readonly Failure[];
  /** Points in the collection afterwards, counted exactly; those of others included. */
  readonly stored: number;
  /** The part of the corpus that all but `stored` is about, and the parts that are not complete; null for the whole. */
  readonly shard: (CorpusShard & { readonly waitingFor: readonly number[] }) | null;
  readonly dimensions: number;
  /** Names what the index was made of. */
  readonly digest: string;
  readonly seconds: number;
  /** Share of the time, 0 to 1, in which nothing could go on before the embedding model answered. */
  readonly waitingForEmbeddings: number;
}

/**
 * Corpus → chunks → vectors → store. The collection is checked (and created) before the first text is embedded. What is stored
 * already is left alone, what the corpus no longer has is taken out, and in the end the store's exact count is right: points it has
 * lost are stored again. A run that was killed is gone on with by the next.
 *
 * Memory: a few batches. Cost: one embedding request per `batchSize` new texts, and one for a single word when neither the embedder
 * nor a collection tells the dimensions.
 *
 * @throws RagError CORPUS_EMPTY, INDEX_LOCKED, INDEX_MISMATCH, STORE_DIMENSION_MISMATCH, STORE_INCOMPLETE, TOO_MANY_FAILURES, and
 *   whatever source, embedder and store throw
 */
export async function indexCorpus(task: IndexTask): Promise<IndexReport> {
  const { clock, report, callSignal: signal } = task;
  const startedAt = clock();
  const failures = failureLog(task.maxFailures, report);
  const reader = await readChunks({ ...task, pageSize: task.batchSize }, failures);
  const replaced = task.recreate ? task.store : null;
  const store = (await replaced?.successor(signal)) ?? task.store;
  const wanted = wantedIdentity(task, reader.revision);
  const opening = { ...task, store, signal, wanted, isSuccessor: task.recreate };
  const { shard } = task;
  const { journal, manifest } = await (shard === null ? openIndex(opening) : openShard({ ...opening, shard }));
  const { identity } = manifest;
  const run = beginRun(task, identity);
  journal.record(run);

  report({ type: 'stage-start', stage: 'index', total: null });
  const sweep = await sweepUntilComplete(
    { ...task, store, journal, signal, readSignal: task.signal },
    reader,
    failures,
  );
  report({ type: 'stage-end', stage: 'index' });
  if (sweep.chunks === 0 && shard === null) {
    throw corpusEmpty({ ...task, documents: sweep.documents, failed: failures.count });
  }
  failures.checkShare(reader.counts.rows);
  const target = { store, journal, shard, signal };
  const removed = await removeStale(target, cleanupAfter(failures, task.cleanup));
  const { stored, waitingFor } =
    shard === null
      ? { stored: await finishIndex({ ...target, manifest, replaced, journals: task.journals }, sweep), waitingFor: [] }
      : await finishShard({ ...target, shard, manifest }, sweep);

  const elapsedMs = clock() - startedAt;
  const { chunks, embedded } = sweep;
  journal.record({ ...run, endedAt: task.now(), chunks, embedded, seconds: elapsedMs / 1000 });
  const { waitedMs, ...counts } = sweep;
  return {
    collection: task.store.collection,
    ...counts,
    removed,
    empty: reader.counts.empty,
    failed: failures.count,
    failures: failures.failures,
    stored,
    shard: shard === null ? null : { ...shard, waitingFor },
    dimensions: identity.dimensions,
    digest: indexDigest(identity),
    seconds: elapsedMs / 1000,
    waitingForEmbeddings: elapsedMs === 0 ? 0 : waitedMs / elapsedMs,
  };
}

function beginRun({ store: { collection, location }, now }: IndexTask, identity: IndexIdentity): RunRecord {
  const place = { collection, location };
  return {
    startedAt: now(),
    endedAt: null,
    ...place,
    identity: identityFields(identity),
    chunks: 0,
    embedded: 0,
    seconds: 0,
  };
}

/** What could not be read may still be in the corpus: only of documents that were met again is anything taken out. */
function cleanupAfter({ count }: FailureLog, cleanup: Cleanup): Cleanup {
  return count > 0 && cleanup === 'full' ? 'incremental' : cleanup;
}
