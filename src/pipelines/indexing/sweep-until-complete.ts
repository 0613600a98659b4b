import { RagError } from '../../core/errors.ts';
import { type Report, silent } from '../../core/events.ts';
import { counted } from '../../text/counted.ts';
import { compareWithStore } from './compare-with-store.ts';
import { type FailureLog, failureLog } from './failure-log.ts';
import { type Filled, type FillTask, fillCollection } from './fill-collection.ts';
import type { PlanCounts, Planner } from './plan-work.ts';
import { payloadOf } from './point-of.ts';
import { type CorpusReader, type Page, type ReadTask, readChunks } from './read-chunks.ts';

export interface SweepTask extends Omit<ReadTask, 'pageSize' | 'signal'>, FillTask {
  /** Ends the reading of the corpus. */
  readonly readSignal: AbortSignal;
}

export interface Sweep extends Readonly<PlanCounts> {
  readonly embedded: number;
  readonly upserted: number;
  readonly waitedMs: number;
}

/**
 * Fills the collection from the corpus, counts what the store has, and reads the corpus again for what it has lost, until nothing
 * is missing. Vectors come from the cache then, where there is one.
 *
 * @throws RagError STORE_INCOMPLETE when as much is missing as before
 */
export async function sweepUntilComplete(task: SweepTask, reader: CorpusReader, failures: FailureLog): Promise<Sweep> {
  const { journal, report } = task;
  journal.beginSweep();
  const first = await fillCollection(task, measured(reader.pages, task), failures);
  tellOfRepeatedDocuments(first.plan, report);
  const total = { ...first.plan.counts, embedded: first.embedded, upserted: first.upserted, waitedMs: first.waitedMs };
  let missingBefore = Number.POSITIVE_INFINITY;
  for (let missing = await compareWithStore(task); missing > 0; missing = await compareWithStore(task)) {
    if (missing >= missingBefore) throw incomplete(task, missing);
    missingBefore = missing;
    report(lost(task, missing));
    const { embedded, upserted, waitedMs } = await sweepAgain(task);
    total.embedded += embedded;
    total.upserted += upserted;
    total.waitedMs += waitedMs;
  }
  return total;
}

/** The pages; the store hears of the first one's texts, be they stored already or not, so that a killed run measures the same. */
async function* measured(pages: AsyncIterable<Page>, { store, signal }: SweepTask): AsyncGenerator<Page> {
  let isFirst = true;
  for await (const page of pages) {
    if (isFirst) await store.measureWords?.(page.chunks.map(payloadOf), signal);
    isFirst = false;
    yield page;
  }
}

/** Rows that cannot be used were counted the first time. */
async function sweepAgain(task: SweepTask): Promise<Filled> {
  const passedOver = failureLog({ type: 'share', most: 1 }, silent);
  const { pages } = await readChunks({ ...task, pageSize: task.batchSize, signal: task.readSignal }, passedOver);
  task.journal.beginSweep();
  return fillCollection({ ...task, report: silent }, pages, passedOver);
}

function lost({ store }: SweepTask, missing: number) {
  const message = `collection "${store.collection}" lacks ${counted(missing, 'point')} that the store confirmed; storing again`;
  return { type: 'notice', code: 'POINTS_LOST', message } as const;
}

function incomplete({ store }: SweepTask, missing: number): RagError {
  const { collection, location } = store;
  return new RagError(
    'STORE_INCOMPLETE',
    `collection "${collection}" in ${location} lacks ${counted(missing, 'point')}, stored again and again`,
    { hint: 'look at the log of the store; what it has is kept', details: { collection, location, missing } },
  );
}

function tellOfRepeatedDocuments({ counts, repeatedDocuments }: Planner, report: Report): void {
  if (counts.repeatedDocuments === 0) return;
  const named = repeatedDocuments.map(({ id, origin }) => `"${id}" at ${origin}`).join(', ');
  const more = counts.repeatedDocuments > repeatedDocuments.length ? ', …' : '';
  const message = `${counted(counts.repeatedDocuments, 'document')} with the id of one before (${named}${more}): searches cannot tell them apart`;
  report({ type: 'notice', code: 'DOCUMENT_REPEATED', message });
}
