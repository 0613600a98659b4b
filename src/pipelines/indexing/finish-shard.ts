import {
  type CorpusShard,
  readShard,
  type ShardRecord,
  shardFields,
  shardKey,
  shardKeys,
} from '../../core/corpus-shard.ts';
import type { Fields } from '../../core/fields.ts';
import { type IndexManifest, indexDigest, manifestChanges } from '../../core/index-manifest.ts';
import type { CollectionDescription, VectorStore } from '../../core/vector-store.ts';
import { otherWriter } from './finish-index.ts';
import { manifestIn } from './open-index.ts';

export interface FinishShardTask {
  readonly store: VectorStore;
  readonly shard: CorpusShard;
  /** As `openShard` gave it, with the shard's own journal and run. */
  readonly manifest: IndexManifest;
  readonly signal: AbortSignal;
}

export interface FinishedShard {
  /** Points in the collection, those of other shards included. */
  readonly stored: number;
  /** Shards that have not come to their end. */
  readonly waitingFor: readonly number[];
}

/**
 * Declares one shard complete, and with the last of them the index. (Two that end at once may both find themselves the last, and then
 * write the same.)
 *
 * @throws RagError INDEX_LOCKED when somebody else has indexed this shard, or another corpus, meanwhile
 */
export async function finishShard(
  task: FinishShardTask,
  counts: { readonly documents: number; readonly chunks: number },
): Promise<FinishedShard> {
  const { store, shard, manifest, signal } = task;
  const record = readShard((await describe(task)).metadata, shard);
  if (record === null || record.run !== manifest.run) throw otherWriter(store);
  await store.annotate({ [shardKey(shard)]: shardFields({ ...record, counts }) }, signal);

  const { metadata, count } = await describe(task);
  const records = recordsOf(metadata, task);
  const waitingFor = records.flatMap((other, index) => (other?.counts == null ? [index + 1] : []));
  if (waitingFor.length === 0) {
    await store.settle(signal);
    await store.annotate(completion(metadata, records, task), signal);
  }
  return { stored: count, waitingFor };
}

async function describe({ store, manifest, signal }: FinishShardTask): Promise<CollectionDescription> {
  const found = await store.describe(signal);
  const identity = manifestIn(found)?.identity;
  if (found === null || identity === undefined) throw otherWriter(store);
  if (indexDigest(identity) !== indexDigest(manifest.identity)) throw otherWriter(store);
  return found;
}

/** One for each shard, null for one that has not begun, or only with another corpus. */
function recordsOf(metadata: Fields, { shard: { count }, manifest }: FinishShardTask): (ShardRecord | null)[] {
  const digest = indexDigest(manifest.identity);
  return Array.from({ length: count }, (_, index) => {
    const record = readShard(metadata, { index: index + 1, count });
    return record?.digest === digest ? record : null;
  });
}

/** The manifest of the whole; records of other divisions have had their time. */
function completion(metadata: Fields, records: readonly (ShardRecord | null)[], task: FinishShardTask): Fields {
  const sum = (name: 'documents' | 'chunks') =>
    records.reduce((total, record) => total + (record?.counts?.[name] ?? 0), 0);
  const counts = { documents: sum('documents'), chunks: sum('chunks') };
  const others = shardKeys(metadata).filter((key) => !key.endsWith(`_of_${task.shard.count}`));
  return {
    ...manifestChanges({ ...task.manifest, journal: null, run: null, state: 'complete', counts }),
    ...Object.fromEntries(others.map((key) => [key, null])),
  };
}
