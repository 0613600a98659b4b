import { type CorpusShard, readShard, shardKeys } from '../../core/corpus-shard.ts';
import type { Fields } from '../../core/fields.ts';
import type { IndexJournals } from '../../core/index-journal.ts';
import { type JournalStatus, journalStatus } from './journal-status.ts';

export interface ShardStatus extends CorpusShard {
  /** What its last run counted; null until that comes to its end. */
  readonly counts: { readonly documents: number; readonly chunks: number } | null;
  readonly journal: JournalStatus | null;
}

/** The shards that have written to a collection, by its metadata, in order. */
export function shardStatuses(metadata: Fields, journals: IndexJournals): ShardStatus[] {
  return shardKeys(metadata)
    .map(shardOf)
    .flatMap((shard) => {
      const record = readShard(metadata, shard);
      return record === null ? [] : [{ ...shard, counts: record.counts, journal: journalStatus(record, journals) }];
    })
    .toSorted((left, right) => left.count - right.count || left.index - right.index);
}

/** `shard_2_of_4` */
function shardOf(key: string): CorpusShard {
  const [index = 0, count = 0] = key.match(/\d+/g)?.map(Number) ?? [];
  return { index, count };
}
