import type { Embedder } from '../core/embedder.ts';
import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { queryVector } from './query-vector.ts';
import { DEFAULT_SELECTION, type SelectionOptions, searchFor, select } from './selection.ts';

export interface DenseRetrieverOptions extends Partial<SelectionOptions> {
  readonly embedder: Embedder;
  readonly store: VectorStore;
  /** Told to the model before the query; null for the bare query. */
  readonly queryInstruction?: string | null;
}

/**
 * Passages whose vectors lie closest to the vector of the query, scored by their cosine. One call to the embedder and one to the
 * store.
 *
 * @throws RagError STORE_DIMENSION_MISMATCH when the collection was built with a model of other dimensions; PAYLOAD_INVALID
 */
export function denseRetriever({
  embedder,
  store,
  queryInstruction = null,
  ...options
}: DenseRetrieverOptions): Retriever {
  const selection = { ...DEFAULT_SELECTION, ...options };
  return {
    name: 'dense',
    retrieve: async (query, k, signal) => {
      const vector = await queryVector(embedder, query, queryInstruction, signal);
      const points = await store.search(vector, searchFor(k, selection), signal);
      return select(points, k, selection, ({ score }) => score);
    },
  };
}
