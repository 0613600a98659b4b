import type { CorpusShard } from '../../core/corpus-shard.ts';
import type { Fields } from '../../core/fields.ts';
import type { IndexManifest } from '../../core/index-manifest.ts';
import type { JournalStatus } from './journal-status.ts';
import type { ShardStatus } from './shard-statuses.ts';

export interface RunAtWork {
  readonly pid: number;
  readonly host: string;
  /** As ISO 8601. */
  readonly since: string;
  /** The part of the corpus it indexes; null for all. */
  readonly shard: CorpusShard | null;
}

export interface IndexStatus {
  readonly collection: string;
  readonly location: string;
  /** `foreign`: something else has made the collection; `unknown`: the store did not answer. */
  readonly state: 'absent' | 'foreign' | 'unknown' | IndexManifest['state'];
  /** Counted exactly; null where there is no collection, or no answer. */
  readonly points: number | null;
  readonly atWork: readonly RunAtWork[];
  /** What the collection says of how it was made. */
  readonly manifest: Fields | null;
  /** Null where there is none on this machine. */
  readonly journal: JournalStatus | null;
  readonly shards: readonly ShardStatus[];
  /** The collection that `--recreate` has begun to build, and not ended. */
  readonly successor: { readonly points: number; readonly journal: JournalStatus | null } | null;
  /** From the configuration, as far as they do no harm. */
  readonly differences: readonly string[];
  /** Why `rag index` would not touch the collection. */
  readonly refusal: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  /** What `rag index` would do. */
  readonly next: string;
}

/** What the next step follows from. */
export type StatusFacts = Omit<IndexStatus, 'next'>;
