import { RagError } from '../core/errors.ts';
import type { Cleanup, IndexJournals } from '../core/index-journal.ts';
import { type IndexManifest, lastingMetadata } from '../core/index-manifest.ts';
import type { CollectionDescription, VectorStore } from '../core/vector-store.ts';
import { refuseOtherDimensions, refuseOtherVectors } from './check-vectors.ts';
import { indexDifferences } from './index-differences.ts';
import { manifestIn } from './indexing/open-index.ts';
import { refuseOtherCorpus } from './indexing/refuse-other-corpus.ts';
import { type IndexParts, wantedIdentity } from './indexing/wanted-identity.ts';
import type { IndexStatus, RunAtWork, StatusFacts } from './status/index-status.ts';
import { journalStatus, newestJournal } from './status/journal-status.ts';
import { nextStep } from './status/next-step.ts';
import { shardStatuses } from './status/shard-statuses.ts';

export interface StatusTask extends IndexParts {
  readonly store: VectorStore;
  readonly journals: IndexJournals;
  /** Processes that index into the collection at present. */
  readonly atWork: readonly RunAtWork[];
  readonly cleanup: Cleanup;
  readonly queryInstruction: string | null;
  readonly signal: AbortSignal;
}

export interface DescribedIndex {
  readonly status: IndexStatus;
  /** Why the store did not answer. */
  readonly unreachable: RagError | null;
}

/**
 * How a collection is, and how far the run has come that fills it. Changes nothing and takes no lock, so that a run at work is not
 * disturbed. Where the store does not answer there is what this machine knows.
 *
 * Cost: two requests to the store, three where it has a successor, and one reading of the journal.
 */
export async function describeIndex(task: StatusTask): Promise<DescribedIndex> {
  const { store, signal } = task;
  try {
    const found = await store.describe(signal);
    const successor = await (await store.successor(signal)).describe(signal);
    return { status: statusOf(found, successor, task), unreachable: null };
  } catch (error) {
    if (!(error instanceof RagError) || !['service', 'credentials'].includes(error.kind)) throw error;
    return { status: localStatus(task), unreachable: error };
  }
}

function statusOf(
  found: CollectionDescription | null,
  successor: CollectionDescription | null,
  task: StatusTask,
): IndexStatus {
  const { store, journals, atWork } = task;
  const manifest = manifestIn(found);
  const journal = manifest === null ? null : journalStatus(manifest, journals);
  const refusal = found === null ? null : refusalOf(manifest, found, task);
  // A run would take the defaults too.
  const isChosen = { corpus: true, chunker: true };
  const wanted = { ...wantedIdentity(task, ''), queryInstruction: task.queryInstruction, isChosen };
  const facts: StatusFacts = {
    collection: store.collection,
    location: store.location,
    state: found === null ? 'absent' : (manifest?.state ?? 'foreign'),
    points: found?.count ?? null,
    atWork,
    manifest: manifest === null || found === null ? null : lastingMetadata(found.metadata),
    journal,
    shards: found === null ? [] : shardStatuses(found.metadata, journals),
    successor: successorStatus(successor, journals),
    differences: manifest === null || refusal !== null ? [] : indexDifferences(manifest, wanted, store.collection),
    refusal,
  };
  return { ...facts, next: nextStep(facts, task.cleanup) };
}

function localStatus({ store, journals, atWork, cleanup }: StatusTask): IndexStatus {
  const { collection, location } = store;
  const place = { collection, location, atWork };
  const nothing = { points: null, manifest: null, shards: [], successor: null, differences: [], refusal: null };
  const facts: StatusFacts = { ...place, state: 'unknown', journal: newestJournal(store, journals), ...nothing };
  return { ...facts, next: nextStep(facts, cleanup) };
}

/** Only one that is being built: another was left by something else. */
function successorStatus(found: CollectionDescription | null, journals: IndexJournals): IndexStatus['successor'] {
  const manifest = manifestIn(found);
  if (found === null || manifest?.state !== 'building') return null;
  return { points: found.count, journal: journalStatus(manifest, journals) };
}

function refusalOf(
  manifest: IndexManifest | null,
  { dimensions, count }: CollectionDescription,
  task: StatusTask,
): IndexStatus['refusal'] {
  if (manifest !== null && count === 0) return null;
  try {
    refuseOtherDimensions(dimensions, task.store, task.embedder);
    if (manifest === null) return null;
    const { identity } = manifest;
    refuseOtherVectors(identity, task.store, task.embedder);
    refuseOtherCorpus(identity, wantedIdentity(task, ''), task.store);
    return null;
  } catch (error) {
    if (!(error instanceof RagError)) throw error;
    const { code, message, hint = null } = error;
    return { code, message, hint };
  }
}
