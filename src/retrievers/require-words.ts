import { RagError } from '../core/errors.ts';
import type { TextSearch, VectorStore } from '../core/vector-store.ts';

/** @throws RagError RETRIEVER_UNSUPPORTED when the store cannot search words */
export function requireWords({ location, text }: VectorStore, retriever: string): TextSearch {
  if (text !== null) return text;
  throw new RagError(
    'RETRIEVER_UNSUPPORTED',
    `the store ${location} cannot search words, as the retriever "${retriever}" does`,
    {
      hint: 'use the retriever "dense", or the store "sqlite" or "qdrant"',
      details: { location, retriever },
    },
  );
}
