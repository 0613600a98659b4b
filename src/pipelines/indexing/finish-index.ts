import { RagError } from '../../core/errors.ts';
import type { IndexJournals } from '../../core/index-journal.ts';
import { type IndexManifest, manifestFields } from '../../core/index-manifest.ts';
import type { CollectionDescription, VectorStore } from '../../core/vector-store.ts';
import { counted } from '../../text/counted.ts';
import { expectedCount, type StoreTask } from './compare-with-store.ts';
import { manifestIn } from './open-index.ts';

export interface FinishTask extends StoreTask {
  readonly manifest: IndexManifest;
  /** The collection that `store`, its successor, takes the place of; null when `store` is the collection. */
  readonly replaced: VectorStore | null;
  readonly journals: IndexJournals;
}

/**
 * Declares the index complete, once its count is right and nobody else has written to it; a successor takes its place. Gives back
 * the number of points.
 *
 * @throws RagError INDEX_LOCKED, STORE_INCOMPLETE, STORE_INVALID
 */
export async function finishIndex(
  task: FinishTask,
  { documents, chunks }: { readonly documents: number; readonly chunks: number },
): Promise<number> {
  const { store, manifest, signal } = task;
  await store.settle(signal);
  const found = await store.describe(signal);
  refuseOtherWriter(found, task);
  const expected = expectedCount(task.journal);
  if (found?.count !== expected) throw wrongCount(task, expected, found?.count ?? 0);
  await store.relabel(manifestFields({ ...manifest, state: 'complete', counts: { documents, chunks } }), signal);
  if (task.replaced !== null) await replace(task.replaced, task);
  return expected;
}

async function replace(replaced: VectorStore, { journals, signal }: FinishTask): Promise<void> {
  const old = manifestIn(await replaced.describe(signal));
  await replaced.succeed(signal);
  if (old?.journal !== undefined && old.journal !== null) journals.remove(old.journal);
}

function refuseOtherWriter(found: CollectionDescription | null, { store, manifest }: FinishTask): void {
  if (manifestIn(found)?.run !== manifest.run) throw otherWriter(store);
}

export function otherWriter({ collection, location }: VectorStore): RagError {
  return new RagError(
    'INDEX_LOCKED',
    `another run has written to collection "${collection}" in ${location} meanwhile`,
    {
      hint: 'when no other run is at work, run the same command again:  rag index',
      details: { collection, location },
    },
  );
}

function wrongCount({ store }: FinishTask, expected: number, stored: number): RagError {
  const { collection, location } = store;
  return new RagError(
    'STORE_INCOMPLETE',
    `collection "${collection}" in ${location} holds ${counted(stored, 'point')}, expected were ${expected}`,
    { hint: 'run the same command again:  rag index', details: { collection, location, expected, stored } },
  );
}
