import type { CollectionOptions, ScoredPoint, SearchOptions } from '../core/vector-store.ts';
import { encodeUpsert } from './qdrant-batches.ts';
import { qdrantFilter } from './qdrant-filter.ts';
import { UNNAMED_VECTOR, WORDS_METADATA, WORDS_VECTOR } from './qdrant-names.ts';
import { type CollectionInfo, readCollectionInfo, readCount, readExists, readScoredPoints } from './qdrant-replies.ts';
import type { QdrantTransport } from './qdrant-transport.ts';
import type { SparseVector } from './sparse-words.ts';
import type { CollectionPlace } from './store-errors.ts';

/** The requests made about one collection, one method each. */
export interface QdrantCollection {
  exists(signal: AbortSignal): Promise<boolean>;
  info(signal: AbortSignal): Promise<CollectionInfo>;
  create(options: CollectionOptions, hasWords: boolean, signal: AbortSignal): Promise<void>;
  drop(signal: AbortSignal): Promise<void>;
  keepAverageWords(average: number, signal: AbortSignal): Promise<void>;
  /** Takes points of `encodePoint`; resolves when they are applied. */
  put(points: readonly Buffer[], signal: AbortSignal): Promise<void>;
  /** Best first; equal scores in any order. */
  query(vector: Float32Array | SparseVector, options: SearchOptions, signal: AbortSignal): Promise<ScoredPoint[]>;
  count(signal: AbortSignal): Promise<number>;
}

export function qdrantCollection({ call, put }: QdrantTransport, place: CollectionPlace): QdrantCollection {
  const path = { collection_name: place.collection };
  return {
    exists: async (signal) =>
      readExists(await call('exists', (api, init) => api.collectionExists(path, init), signal), place),
    info: async (signal) =>
      readCollectionInfo(await call('info', (api, init) => api.getCollection(path, init), signal), place),
    create: async ({ dimensions, metadata }, hasWords, signal) => {
      const vectors = { size: dimensions, distance: 'Cosine' } as const;
      const words = hasWords ? ({ sparse_vectors: { [WORDS_VECTOR]: { modifier: 'idf' } } } as const) : {};
      const body = { ...path, vectors, ...words, metadata: { ...metadata } };
      await call('create', (api, init) => api.createCollection(body, init), signal);
    },
    drop: async (signal) => {
      await call('drop', (api, init) => api.deleteCollection(path, init), signal);
    },
    keepAverageWords: async (average, signal) => {
      const body = { ...path, metadata: { [WORDS_METADATA]: { average_length: average } } };
      await call('update', (api, init) => api.updateCollection(body, init), signal);
    },
    put: async (points, signal) => {
      const upsert = `/collections/${encodeURIComponent(place.collection)}/points?wait=true`;
      await put(upsert, encodeUpsert(points), signal);
    },
    query: async (vector, { k, filter = [], withVectors = false }, signal) => {
      const body = {
        ...path,
        ...(vector instanceof Float32Array
          ? { query: Array.from(vector) }
          : { query: sparseQuery(vector), using: WORDS_VECTOR }),
        limit: k,
        with_payload: true,
        ...(filter.length > 0 ? { filter: qdrantFilter(filter) } : {}),
        ...(withVectors ? { with_vector: [UNNAMED_VECTOR] } : {}),
      };
      return readScoredPoints(await call('query', (api, init) => api.queryPoints(body, init), signal), place);
    },
    count: async (signal) =>
      readCount(await call('count', (api, init) => api.countPoints({ ...path, exact: true }, init), signal), place),
  };
}

function sparseQuery({ indices, values }: SparseVector) {
  return { indices: [...indices], values: [...values] };
}
