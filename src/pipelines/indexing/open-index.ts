import type { CorpusShard } from '../../core/corpus-shard.ts';
import type { Embedder } from '../../core/embedder.ts';
import { invariantBroken } from '../../core/errors.ts';
import type { Report } from '../../core/events.ts';
import type { IndexJournal, IndexJournals } from '../../core/index-journal.ts';
import {
  type IndexIdentity,
  type IndexManifest,
  indexDigest,
  isCutAlike,
  manifestFields,
  readManifest,
} from '../../core/index-manifest.ts';
import type { CollectionDescription, VectorStore } from '../../core/vector-store.ts';
import { refuseOtherDimensions, refuseOtherSample, refuseOtherVectors } from '../check-vectors.ts';
import { chunkerText } from '../index-differences.ts';
import { adoptStored } from './compare-with-store.ts';
import { refuseOtherCorpus } from './refuse-other-corpus.ts';

export interface OpenTask {
  /** The collection to write to: the one in use, or its successor. */
  readonly store: VectorStore;
  readonly embedder: Embedder;
  /** What the index is to be made of. */
  readonly wanted: Omit<IndexIdentity, 'dimensions'>;
  readonly queryInstruction: string | null;
  /** True for a successor: only one that a killed run has begun in the same way is gone on with. */
  readonly isSuccessor: boolean;
  /** The part of the corpus that is indexed; null for all. */
  readonly shard: CorpusShard | null;
  /** Another corpus, or another revision of it, may take the place of what is there. */
  readonly acceptsOtherCorpus: boolean;
  readonly journals: IndexJournals;
  readonly newId: () => string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface OpenIndex {
  readonly manifest: IndexManifest;
  readonly journal: IndexJournal;
  /** Chunks that were stored before this run. */
  readonly storedBefore: number;
}

/**
 * The collection, made when absent and checked when present, with a journal that knows what is in it. From here on the collection
 * carries the token of this run, so that a journal on another machine knows that it is out of date.
 *
 * @throws RagError INDEX_MISMATCH, STORE_DIMENSION_MISMATCH, STORE_DISTANCE_MISMATCH
 */
export async function openIndex(task: OpenTask): Promise<OpenIndex> {
  const { store, signal } = task;
  const existing = await usable(await store.describe(signal), task);
  const manifest = await newManifest(existing, task);
  const metadata = manifestFields(manifest);
  await store.open({ dimensions: manifest.identity.dimensions, distance: 'cosine', metadata }, signal);
  const journal = task.journals.open(manifest.journal ?? '');
  if (existing !== null) {
    await trust(journal, existing, task);
    await store.relabel(metadata, signal);
  }
  journal.sign(manifest.run ?? '');
  return { manifest, journal, storedBefore: journal.count() };
}

interface Existing {
  readonly dimensions: number;
  /** Null when something else has made the collection. */
  readonly manifest: IndexManifest | null;
}

/** What is there and can be gone on with; null when the collection is to be made. */
async function usable(found: CollectionDescription | null, task: OpenTask): Promise<Existing | null> {
  if (found === null) return null;
  const manifest = manifestIn(found);
  if (task.isSuccessor ? !isBegun(manifest, task) : manifest !== null && found.count === 0) {
    // A successor made from something else, or a collection of ours that was never filled (its first request failed, say).
    await task.store.drop(task.signal);
    if (manifest?.journal !== undefined && manifest.journal !== null) task.journals.remove(manifest.journal);
    return null;
  }
  await checkExisting(found, task);
  return { dimensions: found.dimensions, manifest };
}

/**
 * Makes sure that points of this task fit among those that are there; changes that do no harm are told.
 *
 * @throws RagError INDEX_MISMATCH, STORE_DIMENSION_MISMATCH
 */
export async function checkExisting(found: CollectionDescription, task: OpenTask): Promise<void> {
  refuseOtherDimensions(found.dimensions, task.store, task.embedder);
  const manifest = manifestIn(found);
  if (manifest === null) return refuseOtherSample({ ...task, textField: 'text' });
  refuseOtherVectors(manifest.identity, task.store, task.embedder);
  if (!task.acceptsOtherCorpus) refuseOtherCorpus(manifest.identity, task.wanted, task.store);
  tellChanges(manifest.identity, task);
}

/** Null for what something else has made, and for nothing. */
export function manifestIn(found: CollectionDescription | null): IndexManifest | null {
  return found === null ? null : readManifest(found.metadata, found.dimensions);
}

function isBegun(manifest: IndexManifest | null, { wanted }: OpenTask): boolean {
  if (manifest === null || manifest.state !== 'building') return false;
  return indexDigest(manifest.identity) === indexDigest({ ...wanted, dimensions: manifest.identity.dimensions });
}

async function newManifest(existing: Existing | null, task: OpenTask): Promise<IndexManifest> {
  const before = existing?.manifest ?? null;
  return {
    identity: { ...task.wanted, dimensions: await dimensionsOf(task, existing) },
    queryInstruction: task.queryInstruction,
    state: before === null || before.state === 'building' ? 'building' : 'updating',
    journal: before?.journal ?? task.newId(),
    run: task.newId(),
    counts: before?.counts ?? null,
  };
}

/** Of the vectors: the embedder or a collection tells, else one call for one word. */
export async function dimensionsOf(task: OpenTask, existing: { readonly dimensions: number } | null): Promise<number> {
  return task.embedder.dimensions ?? existing?.dimensions ?? (await probeDimensions(task));
}

async function probeDimensions({ embedder, signal }: OpenTask): Promise<number> {
  const [vector] = await embedder.embed(['dimensions'], signal);
  if (vector === undefined) throw invariantBroken(`the embedder "${embedder.model}" gave no vector for one text`);
  return vector.length;
}

/** A journal that has not seen the last run, or was lost, is made anew from what the store has. */
async function trust(journal: IndexJournal, { manifest }: Existing, task: OpenTask): Promise<void> {
  if (manifest !== null && journal.token !== null && journal.token === manifest.run) return;
  tellLostJournal(task);
  journal.clear();
  await adoptStored({ ...task, journal });
}

export function tellLostJournal({ store, report }: OpenTask): void {
  const message = `there is no journal of the last run on "${store.collection}" here; asking the store what it has`;
  report({ type: 'notice', level: 'info', code: 'JOURNAL_REBUILT', message });
}

function tellChanges(before: IndexIdentity, { wanted, report }: OpenTask): void {
  const isHub = wanted.requestedRevision !== null;
  if (isHub && before.corpus === wanted.corpus && before.corpusRevision !== wanted.corpusRevision) {
    const message = `the corpus "${wanted.corpus}" was at revision ${before.corpusRevision} and is at ${wanted.corpusRevision}: scores from before are not comparable`;
    report({ type: 'notice', code: 'REVISION_CHANGED', message });
  }
  if (isCutAlike(before, wanted)) return;
  const message = `the chunks were cut by ${chunkerText(before)}, now by ${chunkerText(wanted)}: until this run ends, some are from before`;
  report({ type: 'notice', code: 'CHUNKER_CHANGED', message });
}
