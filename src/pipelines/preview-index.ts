import type { Chunker, Corpus } from '../core/corpus.ts';
import type { CorpusShard } from '../core/corpus-shard.ts';
import type { Embedder } from '../core/embedder.ts';
import type { EmbeddingCache } from '../core/embedding-cache.ts';
import type { Report } from '../core/events.ts';
import type { RunRecord } from '../core/index-journal.ts';
import type { RowSource } from '../core/row-source.ts';
import { pythonRandom } from '../python/random.ts';
import type { Bin } from '../stats/growing-histogram.ts';
import { estimatedTokens } from '../text/estimated-tokens.ts';
import { corpusEmpty } from './indexing/corpus-empty.ts';
import { type Failure, type FailureLimit, failureLog } from './indexing/failure-log.ts';
import { type ReadChunk, readChunks } from './indexing/read-chunks.ts';
import { chunkTally, type Sizes } from './preview/chunk-tally.ts';
import { estimateTime, type TimeEstimate } from './preview/estimate-time.ts';
import { reservoir } from './preview/reservoir.ts';

export interface PreviewTask {
  readonly corpus: Corpus;
  readonly source: RowSource;
  readonly chunker: Chunker;
  /** Only this part of the corpus; null for all. */
  readonly shard: CorpusShard | null;
  /** Asked what it is, never for a vector. */
  readonly embedder: Embedder;
  /** Vectors that were made before; null for none. */
  readonly cache: EmbeddingCache | null;
  /** Whether a run would keep its vectors in the cache. */
  readonly keepsVectors: boolean;
  /** Runs of `rag index` on this machine, to learn from how fast they were. */
  readonly runs: readonly RunRecord[];
  readonly batchSize: number;
  readonly upsertSize: number;
  readonly maxFailures: FailureLimit;
  /** Draws the samples. */
  readonly seed: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface IndexPreview {
  readonly corpus: string;
  /** What was read: a commit, or a digest of files. */
  readonly revision: string;
  readonly chunker: string;
  readonly chunkerOptions: Chunker['options'];
  readonly documents: number;
  readonly chunks: number;
  /** Rows without a text. */
  readonly empty: number;
  readonly failed: number;
  /** The first hundred of them. */
  readonly failures: readonly Failure[];
  /** Of the chunks, in code points. */
  readonly characters: { readonly total: number; readonly least: number; readonly most: number };
  readonly lengths: readonly Bin[];
  readonly tokens: number;
  /** False for an estimate: a quarter of the bytes. */
  readonly areTokensCounted: boolean;
  readonly embedding: {
    readonly model: string;
    /** Null when only a first call can tell; what depends on it is null as well. */
    readonly dimensions: number | null;
    /** Chunks whose text has no vector in the cache; those of equal texts count each. */
    readonly texts: number;
    readonly cached: number;
    /** Requests to the model, at most. */
    readonly calls: number;
  };
  /** Requests to the store, as far as it takes them whole. */
  readonly upserts: number;
  readonly bytes: Sizes;
  readonly time: TimeEstimate;
  readonly samples: readonly ReadChunk[];
}

/**
 * What indexing the corpus would do: reads and cuts it as `indexCorpus` does, and asks neither embedding model nor store. What is
 * stored already is not known here: all counts are those of a first run.
 *
 * Memory: a page of chunks. Cost: reads the corpus, from the hub where it is not in the cache yet.
 *
 * @throws RagError CORPUS_EMPTY, TOO_MANY_FAILURES, and whatever the source throws
 */
export async function previewIndex(task: PreviewTask): Promise<IndexPreview> {
  const { corpus, chunker, embedder, cache, batchSize, upsertSize, report } = task;
  const failures = failureLog(task.maxFailures, report);
  const reader = await readChunks({ ...task, pageSize: batchSize }, failures);
  const { countTokens = estimatedTokens } = chunker;
  const tally = chunkTally({ dimensions: embedder.dimensions, keepsVectors: task.keepsVectors, countTokens });
  const samples = reservoir<ReadChunk>(SAMPLES, pythonRandom(task.seed).randbelow);
  let documents = 0;
  let cached = 0;

  report({ type: 'stage-start', stage: 'read', total: null });
  for await (const page of reader.pages) {
    documents += page.documents.length;
    cached += cache?.get(page.chunks.map(({ text }) => text)).filter((vector) => vector !== null).length ?? 0;
    for (const chunk of page.chunks) {
      tally.add(chunk);
      samples.add(chunk);
    }
    report({ type: 'stage-advance', stage: 'read', by: page.chunks.length });
  }
  report({ type: 'stage-end', stage: 'read' });

  const { chunks, ...sizes } = tally.result();
  if (chunks === 0) throw corpusEmpty({ corpus, chunker, documents, failed: failures.count });
  failures.checkShare(reader.counts.rows);
  const { model, dimensions } = embedder;
  const texts = chunks - cached;
  const calls = Math.ceil(texts / batchSize);
  return {
    corpus: corpus.name,
    revision: reader.revision,
    chunker: chunker.name,
    chunkerOptions: chunker.options,
    documents,
    chunks,
    empty: reader.counts.empty,
    failed: failures.count,
    failures: failures.failures,
    ...sizes,
    areTokensCounted: chunker.countTokens !== undefined,
    embedding: { model, dimensions, texts, cached, calls },
    upserts: Math.ceil(chunks / upsertSize),
    time: estimateTime({ texts, calls, embedder, runs: task.runs }),
    samples: samples.items(),
  };
}

const SAMPLES = 3;
