import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import type { CollectionOptions } from '../core/vector-store.ts';
import { BULK_METADATA, WORDS_METADATA, WORDS_VECTOR } from './qdrant-names.ts';
import { jsonObject, readReply } from './qdrant-reply.ts';
import { type CollectionPlace, distanceMismatch } from './store-errors.ts';

export interface CollectionInfo {
  readonly options: CollectionOptions;
  readonly hasWords: boolean;
  /** Words in a text of the collection; null before the first points are stored, and where there are no words. */
  readonly averageWords: number | null;
  readonly arrangement: Arrangement;
}

/** How the server keeps a collection, in its own words. */
export interface Arrangement {
  readonly vectors: Fields;
  readonly params: Fields;
  readonly hnsw: Fields;
  /** By kind; empty without quantization. */
  readonly quantization: Fields;
  readonly payloadSchema: Fields;
  /** What `m` is to be once the collection is filled; null when its graph is not put off. */
  readonly deferredM: number | null;
}

export interface CollectionHealth {
  readonly status: string;
  /** What the server says is wrong, or `ok`. */
  readonly problem: string;
  /** Writes that wait. */
  readonly queued: number;
  /** Vectors in the graph, roughly. */
  readonly indexed: number;
}

const collectionInfo = z.looseObject({
  config: z.looseObject({
    params: z.looseObject({ vectors: jsonObject.optional(), sparse_vectors: jsonObject.nullish() }),
    hnsw_config: jsonObject.nullish(),
    quantization_config: jsonObject.nullish(),
    metadata: jsonObject.nullish(),
  }),
  payload_schema: jsonObject.nullish(),
});

const oneVector = z.looseObject({ size: z.number(), distance: z.string(), multivector_config: z.null().optional() });

const wordsVector = z.looseObject({ [WORDS_VECTOR]: z.looseObject({ modifier: z.literal('idf') }) });

const bulkMetadata = z.looseObject({ m: z.number() });

const wordsMetadata = z.looseObject({ average_length: z.number().positive() });

const collectionHealth = z.looseObject({
  status: z.string(),
  indexed_vectors_count: z.number().nullish(),
  update_queue: z.looseObject({ length: z.number() }).nullish(),
  optimizer_status: z
    .union([z.string(), z.looseObject({ error: z.string() }).transform(({ error }) => error)])
    .nullish(),
});

/**
 * What a collection of one unnamed cosine vector, and perhaps words, was created with.
 *
 * @throws RagError STORE_INVALID for named, multiple or no vectors, STORE_DISTANCE_MISMATCH
 */
export function readCollectionInfo(result: unknown, place: CollectionPlace): CollectionInfo {
  const { config, payload_schema: payloadSchema } = readReply(collectionInfo, result, place);
  const { params, metadata, hnsw_config: hnsw, quantization_config: quantization } = config;
  const vector = oneVector.safeParse(params.vectors);
  if (!vector.success) throw otherVectors(params.vectors ?? {}, place);
  const { size, distance } = vector.data;
  if (distance !== 'Cosine') throw distanceMismatch(place, distance);
  const { [WORDS_METADATA]: words, [BULK_METADATA]: bulk, ...ours } = metadata ?? {};
  return {
    options: { dimensions: size, distance: 'cosine', metadata: ours },
    hasWords: wordsVector.safeParse(params.sparse_vectors).success,
    averageWords: wordsMetadata.safeParse(words).data?.average_length ?? null,
    arrangement: {
      vectors: params.vectors ?? {},
      params: jsonObject.parse(params),
      hnsw: hnsw ?? {},
      quantization: quantization ?? {},
      payloadSchema: payloadSchema ?? {},
      deferredM: bulkMetadata.safeParse(bulk).data?.m ?? null,
    },
  };
}

export function readHealth(result: unknown, place: CollectionPlace): CollectionHealth {
  const health = readReply(collectionHealth, result, place);
  return {
    status: health.status,
    problem: health.optimizer_status ?? 'ok',
    queued: health.update_queue?.length ?? 0,
    indexed: health.indexed_vectors_count ?? 0,
  };
}

function otherVectors(vectors: Fields, { collection, location }: CollectionPlace): RagError {
  const names = Object.keys(vectors).map((name) => `"${name}"`);
  const found = 'size' in vectors ? 'several vectors a point' : `the named vectors ${names.join(', ') || '(none)'}`;
  return new RagError(
    'STORE_INVALID',
    `collection "${collection}" in ${location} holds ${found}, one vector without a name is needed`,
    { hint: 'index into another collection', details: { collection, location } },
  );
}
