import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { passagesOf } from './passages.ts';

export interface DenseRetrieverOptions {
  readonly embedder: Embedder;
  readonly store: VectorStore;
  /** Where a payload holds the passage. */
  readonly textField?: string;
}

/**
 * Passages whose vectors lie closest to the vector of the query. The query is embedded as it is, with no instruction before it.
 * One call to the embedder and one to the store.
 *
 * @throws RagError STORE_DIMENSION_MISMATCH when the collection was built with a model of other dimensions; PAYLOAD_INVALID
 */
export function denseRetriever({ embedder, store, textField = 'text' }: DenseRetrieverOptions): Retriever {
  return {
    name: 'dense',
    retrieve: async (query, k, signal) => {
      const [vector] = await embedder.embed([query], signal);
      if (vector === undefined) throw noVector(embedder.model);
      return passagesOf(await store.search(vector, { k }, signal), textField);
    },
  };
}

function noVector(model: string): RagError {
  return new RagError('EMBEDDING_INVALID', `model "${model}" returned no vector for the query`, { details: { model } });
}
