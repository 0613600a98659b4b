import type { CollectionOptions, Point, ScoredPoint, SearchOptions } from '../core/vector-store.ts';
import { toQdrantPoint } from './qdrant-batches.ts';
import { qdrantFilter } from './qdrant-filter.ts';
import { readCollectionInfo, readCount, readExists, readScoredPoints } from './qdrant-replies.ts';
import type { QdrantTransport } from './qdrant-transport.ts';
import type { CollectionPlace } from './store-errors.ts';

/** The requests made about one collection, one method each. */
export interface QdrantCollection {
  exists(signal: AbortSignal): Promise<boolean>;
  options(signal: AbortSignal): Promise<CollectionOptions>;
  create(options: CollectionOptions, signal: AbortSignal): Promise<void>;
  drop(signal: AbortSignal): Promise<void>;
  /** Resolves when the points are applied. */
  put(points: readonly Point[], signal: AbortSignal): Promise<void>;
  /** Best first; equal scores in any order. */
  query(vector: Float32Array, options: SearchOptions, signal: AbortSignal): Promise<ScoredPoint[]>;
  count(signal: AbortSignal): Promise<number>;
}

export function qdrantCollection({ call }: QdrantTransport, place: CollectionPlace): QdrantCollection {
  const path = { collection_name: place.collection };
  return {
    exists: async (signal) =>
      readExists(await call('exists', (api, init) => api.collectionExists(path, init), signal), place),
    options: async (signal) =>
      readCollectionInfo(await call('info', (api, init) => api.getCollection(path, init), signal), place),
    create: async ({ dimensions, metadata }, signal) => {
      const vectors = { size: dimensions, distance: 'Cosine' } as const;
      const body = { ...path, vectors, metadata: { ...metadata } };
      await call('create', (api, init) => api.createCollection(body, init), signal);
    },
    drop: async (signal) => {
      await call('drop', (api, init) => api.deleteCollection(path, init), signal);
    },
    put: async (points, signal) => {
      const body = { ...path, wait: true, points: points.map(toQdrantPoint) };
      await call('upsert', (api, init) => api.upsertPoints(body, init), signal);
    },
    query: async (vector, { k, filter = [], withVectors = false }, signal) => {
      const body = {
        ...path,
        query: Array.from(vector),
        limit: k,
        with_payload: true,
        ...(filter.length > 0 ? { filter: qdrantFilter(filter) } : {}),
        ...(withVectors ? { with_vector: true } : {}),
      };
      return readScoredPoints(await call('query', (api, init) => api.queryPoints(body, init), signal), place);
    },
    count: async (signal) =>
      readCount(await call('count', (api, init) => api.countPoints({ ...path, exact: true }, init), signal), place),
  };
}
