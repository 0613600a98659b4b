import { type CorpusShard, readShard, shardFields, shardKey, shardKeys } from '../../core/corpus-shard.ts';
import type { IndexJournal } from '../../core/index-journal.ts';
import { type IndexManifest, indexDigest, manifestChanges, manifestFields } from '../../core/index-manifest.ts';
import type { CollectionDescription } from '../../core/vector-store.ts';
import { adoptStored } from './compare-with-store.ts';
import {
  checkExisting,
  dimensionsOf,
  manifestIn,
  type OpenIndex,
  type OpenTask,
  tellLostJournal,
} from './open-index.ts';

export interface OpenShardTask extends OpenTask {
  readonly shard: CorpusShard;
}

/**
 * The collection for one shard of the corpus, with a journal of this shard alone. Other shards may be opening it at the same time, so
 * all write the same manifest, which names neither a journal nor a run; what belongs to one shard stands under a key of its own.
 *
 * @throws RagError INDEX_MISMATCH, STORE_DIMENSION_MISMATCH, STORE_DISTANCE_MISMATCH
 */
export async function openShard(task: OpenShardTask): Promise<OpenIndex> {
  const { store, shard, signal } = task;
  const found = await store.describe(signal);
  if (found !== null) await checkExisting(found, task);
  const manifest = await sharedManifest(found, task);
  const { dimensions } = manifest.identity;
  await store.open({ dimensions, distance: 'cosine', metadata: manifestFields(manifest) }, signal);
  if (found !== null && !isUnderWay(found, manifest)) await store.annotate(manifestChanges(manifest), signal);

  const before = readShard(found?.metadata ?? {}, shard);
  const record = {
    journal: before?.journal ?? task.newId(),
    run: task.newId(),
    digest: indexDigest(manifest.identity),
  };
  const journal = task.journals.open(record.journal);
  if (found !== null && !isTrusted(journal, found, shard)) await rebuild(journal, task);
  await store.annotate({ [shardKey(shard)]: shardFields({ ...record, counts: null }) }, signal);
  journal.sign(record.run);
  return {
    manifest: { ...manifest, journal: record.journal, run: record.run },
    journal,
    storedBefore: journal.count(),
  };
}

/** `building` only where nothing but shards has written since the collection was made. */
async function sharedManifest(found: CollectionDescription | null, task: OpenShardTask): Promise<IndexManifest> {
  const before = manifestIn(found);
  const isNew = found === null || (before?.state === 'building' && before.run === null);
  return {
    identity: { ...task.wanted, dimensions: await dimensionsOf(task, found) },
    queryInstruction: task.queryInstruction,
    state: isNew ? 'building' : 'updating',
    journal: null,
    run: null,
    counts: before?.counts ?? null,
  };
}

/** Whether other shards have already said what this one would. */
function isUnderWay(found: CollectionDescription, manifest: IndexManifest): boolean {
  const before = manifestIn(found);
  if (before === null || before.run !== null || before.state !== manifest.state) return false;
  return (
    indexDigest(before.identity) === indexDigest(manifest.identity) &&
    before.queryInstruction === manifest.queryInstruction
  );
}

/** A journal that has seen the shard's last run; or any, as long as no point of this shard can be there. */
function isTrusted(journal: IndexJournal, found: CollectionDescription, shard: CorpusShard): boolean {
  const before = readShard(found.metadata, shard);
  if (before !== null) return journal.token === before.run;
  const { state, run } = manifestIn(found) ?? {};
  const ownDivision = shardKeys(found.metadata).every((key) => key.endsWith(`_of_${shard.count}`));
  return state === 'building' && run === null && ownDivision;
}

async function rebuild(journal: IndexJournal, task: OpenShardTask): Promise<void> {
  tellLostJournal(task);
  journal.clear();
  await adoptStored({ ...task, journal });
}
