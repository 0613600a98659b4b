import type { Fields } from './fields.ts';
import type { Point, VectorStore } from './vector-store.ts';

/** A point without its vector, and with no more of its payload than was asked for. */
export interface ListedPoint {
  readonly id: string;
  readonly payload: Fields;
}

/**
 * What keeps a collection in step with its corpus, beside adding points. Each method that needs the collection throws RagError
 * COLLECTION_NOT_FOUND without it.
 */
export interface CollectionUpkeep {
  /** Exchanges the metadata for another, all of it. */
  relabel(metadata: Fields, signal: AbortSignal): Promise<void>;
  /**
   * Sets these keys of the metadata, and takes out those that are null. All others stay as they are, also what somebody else sets
   * in the same moment.
   */
  annotate(changes: Fields, signal: AbortSignal): Promise<void>;
  /**
   * Every point once, in pages, by ascending id, with the named fields of its payload. Holds one page. A point written or removed
   * meanwhile may be among them or not.
   */
  list(fields: readonly string[], signal: AbortSignal): AsyncIterable<readonly ListedPoint[]>;
  /** The points of these ids, in any order; ids without a point are left out. Vectors as stored, which is at length 1. */
  read(ids: readonly string[], signal: AbortSignal): Promise<readonly Point[]>;
  /** Those of these ids that have a point. */
  stored(ids: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** Removes the points of these ids; an id without a point is no mistake. Durable when the promise resolves. */
  remove(ids: readonly string[], signal: AbortSignal): Promise<void>;
  /** Where a collection is built that is to take this one's place: no user can name it, and it need not exist yet. */
  successor(signal: AbortSignal): Promise<VectorStore>;
  /**
   * Puts the successor in this collection's place and removes what was there. Whoever reads meanwhile finds the old points or
   * the new ones, never some of both.
   *
   * @throws RagError COLLECTION_NOT_FOUND when there is no successor
   */
  succeed(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when the store is done with what it was given, or tired of waiting for it (a notice says so).
   *
   * @throws RagError STORE_INVALID when the store cannot keep it
   */
  settle(signal: AbortSignal): Promise<void>;
}
