import type { Fields } from './fields.ts';

export interface Passage {
  readonly id: string;
  readonly text: string;
  /** Higher is better; only comparable within one retriever. */
  readonly score: number;
  /** The stored payload but for the text: document id, title, … */
  readonly metadata: Fields;
}

export interface Retriever {
  readonly name: string;
  /**
   * At most `k` passages, best first, equal scores in id order.
   *
   * @throws RagError COLLECTION_NOT_FOUND, STORE_UNREACHABLE, EMBEDDER_UNREACHABLE, …: a failed retrieval is never an empty one
   */
  retrieve(query: string, k: number, signal: AbortSignal): Promise<readonly Passage[]>;
}
