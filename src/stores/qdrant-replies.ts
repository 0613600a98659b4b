import { z } from 'zod';
import type { ListedPoint } from '../core/collection-upkeep.ts';
import { RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import type { CollectionOptions, Point, ScoredPoint } from '../core/vector-store.ts';
import type { Arrangement } from './qdrant-arrangement.ts';
import { unreadableReply } from './qdrant-errors.ts';
import { BULK_METADATA, WORDS_METADATA, WORDS_VECTOR } from './qdrant-names.ts';
import { type CollectionPlace, distanceMismatch } from './store-errors.ts';

/** What came out of `JSON.parse` as an object holds JSON values only. */
const jsonObject = z.custom<Fields>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

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

/** The unnamed vector stands alone, or under an empty name when the point has others. */
const storedVector = z.union([
  z.array(z.number()),
  z.looseObject({ '': z.array(z.number()) }).transform((named) => named['']),
]);

/** Other people's points may be numbered. */
const pointId = z.union([z.string(), z.number().transform(String)]);

const queryResult = z.looseObject({
  points: z.array(
    z.looseObject({
      id: pointId,
      score: z.number(),
      payload: jsonObject.nullish(),
      vector: storedVector.nullish(),
    }),
  ),
});

const scrollResult = z.looseObject({
  points: z.array(z.looseObject({ id: pointId, payload: jsonObject.nullish() })),
  next_page_offset: z.union([z.string(), z.number()]).nullish(),
});

const pointsResult = z.array(z.looseObject({ id: pointId, payload: jsonObject.nullish(), vector: storedVector }));

const idsResult = z.array(z.looseObject({ id: pointId }));

const aliasesResult = z.looseObject({
  aliases: z.array(z.looseObject({ alias_name: z.string(), collection_name: z.string() })),
});

const collectionHealth = z.looseObject({
  status: z.string(),
  indexed_vectors_count: z.number().nullish(),
  update_queue: z.looseObject({ length: z.number() }).nullish(),
  optimizer_status: z
    .union([z.string(), z.looseObject({ error: z.string() }).transform(({ error }) => error)])
    .nullish(),
});

const snapshotResult = z.looseObject({ name: z.string() });

const countResult = z.looseObject({ count: z.number() });

const existsResult = z.looseObject({ exists: z.boolean() });

export interface CollectionInfo {
  readonly options: CollectionOptions;
  readonly hasWords: boolean;
  /** Words in a text of the collection; null before the first points are stored, and where there are no words. */
  readonly averageWords: number | null;
  readonly arrangement: Arrangement;
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

/**
 * What a collection of one unnamed cosine vector, and perhaps words, was created with.
 *
 * @throws RagError STORE_INVALID for named, multiple or no vectors, STORE_DISTANCE_MISMATCH
 */
export function readCollectionInfo(result: unknown, place: CollectionPlace): CollectionInfo {
  const { config, payload_schema: payloadSchema } = parsed(collectionInfo, result, place);
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

export function readScoredPoints(result: unknown, place: CollectionPlace): ScoredPoint[] {
  const { points } = parsed(queryResult, result, place);
  return points.map(({ id, score, payload, vector }) => {
    const point = { id, score, payload: payload ?? {} };
    return vector == null ? point : { ...point, vector: Float32Array.from(vector) };
  });
}

export interface ListPage {
  readonly points: ListedPoint[];
  /** What to ask for next; null after the last page. */
  readonly next: string | number | null;
}

export function readListPage(result: unknown, place: CollectionPlace): ListPage {
  const { points, next_page_offset: next } = parsed(scrollResult, result, place);
  return { points: points.map(({ id, payload }) => ({ id, payload: payload ?? {} })), next: next ?? null };
}

export function readPoints(result: unknown, place: CollectionPlace): Point[] {
  return parsed(pointsResult, result, place).map(({ id, payload, vector }) => ({
    id,
    payload: payload ?? {},
    vector: Float32Array.from(vector),
  }));
}

export function readIds(result: unknown, place: CollectionPlace): ReadonlySet<string> {
  return new Set(parsed(idsResult, result, place).map(({ id }) => id));
}

/** Ids as requests hold them: those that are numbers as numbers. */
export function pointIds(ids: readonly string[]): (string | number)[] {
  return ids.map((id) => (/^\d+$/.test(id) ? Number(id) : id));
}

export function readAliases(result: unknown, place: CollectionPlace) {
  return parsed(aliasesResult, result, place).aliases;
}

export function readHealth(result: unknown, place: CollectionPlace): CollectionHealth {
  const health = parsed(collectionHealth, result, place);
  return {
    status: health.status,
    problem: health.optimizer_status ?? 'ok',
    queued: health.update_queue?.length ?? 0,
    indexed: health.indexed_vectors_count ?? 0,
  };
}

export function readSnapshotName(result: unknown, place: CollectionPlace): string {
  return parsed(snapshotResult, result, place).name;
}

export function readCount(result: unknown, place: CollectionPlace): number {
  return parsed(countResult, result, place).count;
}

export function readExists(result: unknown, place: CollectionPlace): boolean {
  return parsed(existsResult, result, place).exists;
}

function parsed<Output>(schema: z.ZodType<Output>, result: unknown, place: CollectionPlace): Output {
  const outcome = schema.safeParse(result);
  if (outcome.success) return outcome.data;
  throw unreadableReply(z.prettifyError(outcome.error).replaceAll(/\s+/g, ' '), place);
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
