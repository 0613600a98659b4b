import { RagError } from '../core/errors.ts';
import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { passagesOf } from './passages.ts';

/**
 * Passages that share words with the query, by BM25; no embedding is made. One call to the store.
 *
 * @throws RagError RETRIEVER_UNSUPPORTED at once when the store cannot search words; PAYLOAD_INVALID
 */
export function bm25Retriever(store: VectorStore): Retriever {
  const { text } = store;
  if (text === null) throw unsupported(store);
  return {
    name: 'bm25',
    retrieve: async (query, k, signal) => passagesOf(await text.search(query, { k }, signal), 'text'),
  };
}

function unsupported({ location }: VectorStore): RagError {
  return new RagError(
    'RETRIEVER_UNSUPPORTED',
    `the store ${location} cannot search words, as the retriever "bm25" does`,
    {
      hint: 'use the retriever "dense", or the store "sqlite"',
      details: { location, retriever: 'bm25' },
    },
  );
}
