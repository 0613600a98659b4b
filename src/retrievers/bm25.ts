import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { requireWords } from './require-words.ts';
import { DEFAULT_SELECTION, type SelectionOptions, searchFor, select, shareOfBest } from './selection.ts';

export interface Bm25RetrieverOptions extends Partial<SelectionOptions> {
  readonly store: VectorStore;
}

/**
 * Passages that share words with the query, by BM25; no embedding is made. One call to the store.
 *
 * @throws RagError RETRIEVER_UNSUPPORTED at once when the store cannot search words; INDEX_MISMATCH, PAYLOAD_INVALID
 */
export function bm25Retriever({ store, ...options }: Bm25RetrieverOptions): Retriever {
  const text = requireWords(store, 'bm25');
  const selection = { ...DEFAULT_SELECTION, ...options };
  return {
    name: 'bm25',
    retrieve: async (query, k, signal) => {
      const points = await text.search(query, searchFor(k, selection), signal);
      return select(points, k, selection, shareOfBest(points));
    },
  };
}
