import type { Embedder } from '../../core/embedder.ts';
import type { EmbeddingCache } from '../../core/embedding-cache.ts';
import type { RagError } from '../../core/errors.ts';
import type { Report } from '../../core/events.ts';
import type { IndexJournal } from '../../core/index-journal.ts';
import type { VectorStore } from '../../core/vector-store.ts';
import { runAssemblyLine } from './assembly-line.ts';
import { embedChunks } from './embed-chunks.ts';
import type { FailureLog } from './failure-log.ts';
import { type EmbeddedChunk, type Planner, planner, type Work } from './plan-work.ts';
import { pointOf } from './point-of.ts';
import type { Page, ReadChunk } from './read-chunks.ts';

export interface FillTask {
  readonly store: VectorStore;
  readonly journal: IndexJournal;
  readonly cache: EmbeddingCache | null;
  readonly embedder: Embedder;
  /** Texts per embedding request. */
  readonly batchSize: number;
  /** Points per upsert. */
  readonly upsertSize: number;
  readonly report: Report;
  /** Ends the calls that are under way. */
  readonly signal: AbortSignal;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

export interface Filled {
  readonly plan: Planner;
  /** Texts that were sent to the model and came back as vectors. */
  readonly embedded: number;
  readonly upserted: number;
  /** In which the corpus was not read, or no more of it, and calls were out. */
  readonly waitedMs: number;
}

/**
 * Embeds and stores what the pages hold and the collection does not: some batches are embedded while others are stored and more of
 * the corpus is read. A vector is in the cache before it is stored, a chunk in the journal after it is.
 *
 * Memory: as many batches as the embedder takes calls, and a few more.
 */
export async function fillCollection(
  task: FillTask,
  pages: AsyncIterable<Page>,
  failures: FailureLog,
): Promise<Filled> {
  const { store, journal, report, upsertSize, clock } = task;
  const plan = planner(task);
  const embed = embedding(task, plan, failures);
  const pauses = stopwatch(clock);
  let embedded = 0;
  let upserted = 0;

  await runAssemblyLine(pauses.around(reportingUnchanged(plan.work(pages), plan, report)), {
    prepare: async (work, signal) => {
      if (work.type === 'store') return partsOf(work.chunks, upsertSize);
      const chunks = await embed(work.chunks, signal);
      embedded += chunks.length;
      return partsOf(
        chunks.flatMap((chunk) => withSameText(chunk, plan)),
        upsertSize,
      );
    },
    complete: async (chunks, signal) => {
      await store.upsert(chunks.map(pointOf), signal);
      const stored = chunks.map(({ chunk }) => chunk);
      journal.confirm(stored);
      plan.done(stored);
      upserted += stored.length;
      advance(report, stored.length);
    },
    mostPreparing: task.embedder.concurrency ?? (() => SOME_CALLS),
    mostCompleting: () => UPSERTS,
    signal: task.signal,
  });
  return { plan, embedded, upserted, waitedMs: pauses.total() };
}

/** Calls at once to an embedder that does not tell how many it can make use of. */
const SOME_CALLS = 4;
const UPSERTS = 2;

type Embed = (chunks: readonly ReadChunk[], signal: AbortSignal) => Promise<readonly EmbeddedChunk[]>;

/** Embeds and fills the cache. */
function embedding({ embedder, cache }: FillTask, plan: Planner, failures: FailureLog): Embed {
  const leaveOut = (chunk: ReadChunk, error: RagError): void => {
    const chunks = plan.withSameText(chunk);
    for (const { origin } of chunks) failures.add(error, origin);
    plan.done(chunks);
  };
  return async (chunks, signal) => {
    const embedded = await embedChunks(chunks, { embedder, leaveOut, signal });
    cache?.set(
      embedded.map(({ chunk }) => chunk.text),
      embedded.map(({ vector }) => vector),
    );
    return embedded;
  };
}

function withSameText({ chunk, vector }: EmbeddedChunk, plan: Planner): EmbeddedChunk[] {
  return plan.withSameText(chunk).map((same) => ({ chunk: same, vector }));
}

function partsOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** A chunk that is stored already is progress too: else a run that goes on from an earlier one would seem to stand still. */
async function* reportingUnchanged(
  works: AsyncIterable<Work>,
  { counts }: Planner,
  report: Report,
): AsyncGenerator<Work> {
  let reported = 0;
  const reportNew = (): void => {
    if (counts.unchanged > reported) advance(report, counts.unchanged - reported);
    reported = counts.unchanged;
  };
  for await (const work of works) {
    reportNew();
    yield work;
  }
  reportNew();
}

/** The time in which nobody asked for the next item: from each one given to the next wanted, and from the last on. */
function stopwatch(clock: () => number) {
  let milliseconds = 0;
  let since = clock();
  return {
    around: async function* <T>(items: AsyncIterable<T>): AsyncGenerator<T> {
      for await (const item of items) {
        const givenAt = clock();
        yield item;
        milliseconds += clock() - givenAt;
      }
      since = clock();
    },
    total: () => milliseconds + clock() - since,
  };
}

function advance(report: Report, by: number): void {
  report({ type: 'stage-advance', stage: 'index', by });
}
