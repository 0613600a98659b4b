import type { CollectionUpkeep } from './collection-upkeep.ts';
import type { Fields } from './fields.ts';
import type { Filter } from './filter.ts';

export type Distance = 'cosine';

/** What a collection is, fixed when it is created. */
export interface CollectionOptions {
  readonly dimensions: number;
  readonly distance: Distance;
  /** How it was built (embedding model, chunker, corpus); compared, never searched. */
  readonly metadata: Fields;
}

export interface CollectionDescription extends CollectionOptions {
  /** Exact. */
  readonly count: number;
}

export interface Point {
  /** A UUID. */
  readonly id: string;
  readonly vector: Float32Array;
  /** Holds the chunk under `text`. */
  readonly payload: Fields;
}

export interface ScoredPoint {
  readonly id: string;
  readonly score: number;
  readonly payload: Fields;
  /** As stored, which is at length 1; only when it was asked for. */
  readonly vector?: Float32Array;
}

export interface SearchOptions {
  /** Most points wanted. */
  readonly k: number;
  /** Rules points out before the best are chosen. */
  readonly filter?: Filter;
  readonly withVectors?: boolean;
}

/**
 * Words instead of vectors: BM25 (k1 1.2, b 0.75) over the payload's `title` and `text`, a word of the title counting three times.
 * English stop words are left out of a query that has others; words that Porter's rules give one stem are one.
 */
export interface TextSearch {
  /**
   * At most `k` points, best first, equal scores in id order; a query without a usable word finds nothing.
   *
   * @throws RagError COLLECTION_NOT_FOUND, INDEX_MISMATCH when this collection was built without words
   */
  search(query: string, options: SearchOptions, signal: AbortSignal): Promise<readonly ScoredPoint[]>;
}

/** One collection of one store. */
export interface VectorStore extends CollectionUpkeep {
  readonly collection: string;
  /** For messages: a URL without credentials, or a file path. */
  readonly location: string;
  /** Null when the collection does not exist. Makes no change. */
  describe(signal: AbortSignal): Promise<CollectionDescription | null>;
  /**
   * Creates the collection when absent; checks it when present.
   *
   * @throws RagError STORE_DIMENSION_MISMATCH, STORE_DISTANCE_MISMATCH
   */
  open(options: CollectionOptions, signal: AbortSignal): Promise<void>;
  /** Removes the collection and all its points; nothing happens when it does not exist. */
  drop(signal: AbortSignal): Promise<void>;
  /**
   * Hears of the first texts of a corpus before any point is stored: a store may take the measure of a new collection by them. For
   * a store that needs none it is left out.
   */
  measureWords?(payloads: readonly Fields[], signal: AbortSignal): Promise<void>;
  /** Same id, same point: safe to repeat after a crash. Durable when the promise resolves. */
  upsert(points: readonly Point[], signal: AbortSignal): Promise<void>;
  /**
   * At most `k` points, best first; equal scores in id order.
   *
   * @throws RagError COLLECTION_NOT_FOUND, STORE_DIMENSION_MISMATCH
   */
  search(vector: Float32Array, options: SearchOptions, signal: AbortSignal): Promise<readonly ScoredPoint[]>;
  /** Null when this store cannot search words. */
  readonly text: TextSearch | null;
  count(signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
