import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { CollectionDescription, VectorStore } from '../core/vector-store.ts';

export interface IndexCheck {
  readonly store: VectorStore;
  /** Null for a retriever that looks at words only: whose vectors the collection holds makes no difference to it. */
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
}

/**
 * Makes sure, before any question is asked, that there is something to retrieve and that it was built by the configured model.
 *
 * @throws RagError COLLECTION_NOT_FOUND, COLLECTION_EMPTY, INDEX_MISMATCH
 */
export async function checkIndex({ store, embedder, signal }: IndexCheck): Promise<CollectionDescription> {
  const description = await store.describe(signal);
  const { collection, location } = store;
  if (description === null) {
    throw new RagError('COLLECTION_NOT_FOUND', `there is no collection "${collection}" in ${location}`, {
      hint: `fill it first:  rag index --collection ${collection}`,
      details: { collection, location },
    });
  }
  if (description.count === 0) {
    throw new RagError('COLLECTION_EMPTY', `the collection "${collection}" in ${location} holds no passage`, {
      hint: `fill it first:  rag index --collection ${collection}`,
      details: { collection, location },
    });
  }
  if (embedder !== null) refuseOtherModel(description, store, embedder);
  return description;
}

/** @throws RagError INDEX_MISMATCH when the collection's vectors come from another embedding model */
export function refuseOtherModel({ metadata }: CollectionDescription, store: VectorStore, embedder: Embedder): void {
  const { embedding_model: model } = metadata;
  if (model === undefined || model === embedder.model) return;
  const { collection } = store;
  throw new RagError(
    'INDEX_MISMATCH',
    `collection "${collection}" was built with the embedding model "${String(model)}", the configured one is "${embedder.model}"`,
    {
      hint: `index into another collection:  rag index --collection ${collection}_2\nor build this one anew:  rag index --recreate`,
      details: { collection, expected: String(model), found: embedder.model },
    },
  );
}
