import type { Fields } from '../core/fields.ts';
import type { CollectionOptions, ScoredPoint, SearchOptions } from '../core/vector-store.ts';
import { type EncodedPoint, encodeUpsert } from './qdrant-batches.ts';
import {
  type CollectionHealth,
  type CollectionInfo,
  readCollectionInfo,
  readHealth,
} from './qdrant-collection-info.ts';
import { qdrantFilter } from './qdrant-filter.ts';
import { ofTenant, type PayloadType, type QdrantLayout, qdrantSettings, searchParams } from './qdrant-layout.ts';
import { BULK_METADATA, UNNAMED_VECTOR, WORDS_METADATA, WORDS_VECTOR } from './qdrant-names.ts';
import { readCount, readExists, readScoredPoints } from './qdrant-replies.ts';
import type { QdrantTransport } from './qdrant-transport.ts';
import type { SparseVector } from './sparse-words.ts';
import type { CollectionPlace } from './store-errors.ts';

/** The requests made about one collection, one method each. */
export interface QdrantCollection {
  exists(signal: AbortSignal): Promise<boolean>;
  info(signal: AbortSignal): Promise<CollectionInfo>;
  /** One answer of the server, read for what the collection is and for how it does. */
  state(signal: AbortSignal): Promise<{ readonly info: CollectionInfo; readonly health: CollectionHealth }>;
  create(options: CollectionOptions, hasWords: boolean, signal: AbortSignal): Promise<void>;
  /** Changes what is named, as Qdrant's PATCH takes it. */
  update(changes: Fields, signal: AbortSignal): Promise<void>;
  /** Has the server build the graph that was put off. */
  endBulkLoad(m: number, signal: AbortSignal): Promise<void>;
  /** Resolves when the server has taken note; it works on the index afterwards. */
  indexField(field: string, schema: FieldSchema, signal: AbortSignal): Promise<void>;
  drop(signal: AbortSignal): Promise<void>;
  keepAverageWords(average: number, signal: AbortSignal): Promise<void>;
  /** Takes points of `encodePoint`; resolves when they are applied. */
  put(points: readonly EncodedPoint[], signal: AbortSignal): Promise<void>;
  /** Best first; equal scores in any order. */
  query(vector: Float32Array | SparseVector, options: SearchOptions, signal: AbortSignal): Promise<ScoredPoint[]>;
  count(signal: AbortSignal): Promise<number>;
}

type FieldSchema = PayloadType | { readonly type: 'keyword'; readonly is_tenant: boolean };

/** Searches are narrowed and tuned as `layout` says, and a new collection is made to it. */
export function qdrantCollection(
  { call, put }: QdrantTransport,
  place: CollectionPlace,
  layout: QdrantLayout,
): QdrantCollection {
  const path = { collection_name: place.collection };
  const info = (signal: AbortSignal) => call('info', (api, init) => api.getCollection(path, init), signal);
  const update = async (changes: Fields, signal: AbortSignal): Promise<void> => {
    await call('update', (api, init) => api.updateCollection({ ...path, ...changes }, init), signal);
  };
  const query = async (
    vector: Float32Array | SparseVector,
    { k, filter = [], withVectors = false }: SearchOptions,
    signal: AbortSignal,
  ): Promise<ScoredPoint[]> => {
    const narrowed = ofTenant(filter, layout);
    const body = {
      ...path,
      ...(vector instanceof Float32Array
        ? { query: Array.from(vector), ...searchParams(layout) }
        : { query: sparseQuery(vector), using: WORDS_VECTOR }),
      limit: k,
      with_payload: true,
      ...(narrowed.length > 0 ? { filter: qdrantFilter(narrowed) } : {}),
      ...(withVectors ? { with_vector: [UNNAMED_VECTOR] } : {}),
    };
    return readScoredPoints(
      await call('query', (api, init, patience) => api.queryPoints({ ...body, ...patience }, init), signal),
      place,
    );
  };
  return {
    exists: async (signal) =>
      readExists(await call('exists', (api, init) => api.collectionExists(path, init), signal), place),
    info: async (signal) => readCollectionInfo(await info(signal), place),
    state: async (signal) => {
      const reply = await info(signal);
      return { info: readCollectionInfo(reply, place), health: readHealth(reply, place) };
    },
    create: async ({ dimensions, metadata }, hasWords, signal) => {
      const { vectors, params, hnsw, quantization } = qdrantSettings(layout);
      const { bulk = false, shards } = layout;
      const deferred = bulk ? { [BULK_METADATA]: { m: hnsw.m ?? USUAL_M } } : {};
      const body = {
        ...path,
        vectors: { size: dimensions, distance: 'Cosine', ...vectors } as const,
        ...(hasWords ? { sparse_vectors: { [WORDS_VECTOR]: wordsVector(layout) } } : {}),
        ...(shards == null ? {} : { shard_number: shards }),
        ...params,
        ...(bulk || Object.keys(hnsw).length > 0 ? { hnsw_config: bulk ? { ...hnsw, m: 0 } : hnsw } : {}),
        ...(Object.keys(quantization).length > 0 ? { quantization_config: quantization } : {}),
        metadata: { ...metadata, ...deferred },
      };
      await call('create', (api, init) => api.createCollection(body, init), signal);
    },
    update,
    endBulkLoad: (m, signal) => update({ hnsw_config: { m }, metadata: { [BULK_METADATA]: null } }, signal),
    indexField: async (field_name, field_schema, signal) => {
      const body = { ...path, field_name, field_schema };
      await call('index', (api, init) => api.createFieldIndex(body, init), signal);
    },
    drop: async (signal) => {
      await call('drop', (api, init) => api.deleteCollection(path, init), signal);
    },
    keepAverageWords: (average, signal) =>
      update({ metadata: { [WORDS_METADATA]: { average_length: average } } }, signal),
    put: async (points, signal) => {
      const upsert = `/collections/${encodeURIComponent(place.collection)}/points?wait=true`;
      await put(upsert, encodeUpsert(points), signal);
    },
    query,
    count: async (signal) => {
      const body = { ...path, exact: true };
      return readCount(
        await call('count', (api, init, patience) => api.countPoints({ ...body, ...patience }, init), signal),
        place,
      );
    },
  };
}

/** The server multiplies by the rarity of a word; where a word is found lies in memory, or with the vectors on the disk. */
function wordsVector({ onDisk }: QdrantLayout) {
  return { modifier: 'idf' as const, ...(onDisk == null ? {} : { index: { on_disk: onDisk } }) };
}

/** Qdrant's own. */
const USUAL_M = 16;

function sparseQuery({ indices, values }: SparseVector) {
  return { indices: [...indices], values: [...values] };
}
