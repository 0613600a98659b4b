import { createHash } from 'node:crypto';
import { type Fields, isFields } from './fields.ts';

/** One of `count` parts of a corpus that are indexed side by side, usually on different machines. */
export interface CorpusShard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/**
 * Whether a document belongs to the shard: each belongs to exactly one, whatever its place in the corpus and whoever asks. By the
 * SHA-256 of its id; shards are of about one size.
 */
export function isInShard(documentId: string, { index, count }: CorpusShard): boolean {
  return createHash('sha256').update(documentId).digest().readUInt32BE(0) % count === index - 1;
}

/** The same for a row that is no document, by its position. */
export function isRowInShard(position: number, { index, count }: CorpusShard): boolean {
  return position % count === index - 1;
}

/** How far one shard is, kept in the metadata of the collection under a key of its own: its writer writes no other. */
export interface ShardRecord {
  /** Names its journal, on the machine that has it. */
  readonly journal: string;
  /** The token of the run that wrote last. */
  readonly run: string;
  /** Of the index that run builds. */
  readonly digest: string;
  /** Null until that run comes to its end. */
  readonly counts: { readonly documents: number; readonly chunks: number } | null;
}

/** The key of a shard's record. */
export function shardKey({ index, count }: CorpusShard): string {
  return `shard_${index}_of_${count}`;
}

/** Keys of all shards in the metadata, also of other divisions. */
export function shardKeys(metadata: Fields): string[] {
  return Object.keys(metadata).filter((key) => /^shard_\d+_of_\d+$/.test(key));
}

export function shardFields({ journal, run, digest, counts }: ShardRecord): Fields {
  return { journal, run, digest, ...counts };
}

/** Null where there is none. */
export function readShard(metadata: Fields, shard: CorpusShard): ShardRecord | null {
  const record = metadata[shardKey(shard)];
  const { journal, run, digest, documents, chunks } = isFields(record) ? record : {};
  if (typeof journal !== 'string' || typeof run !== 'string' || typeof digest !== 'string') return null;
  const counts = typeof documents === 'number' && typeof chunks === 'number' ? { documents, chunks } : null;
  return { journal, run, digest, counts };
}
