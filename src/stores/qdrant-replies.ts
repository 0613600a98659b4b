import { z } from 'zod';
import type { ListedPoint } from '../core/collection-upkeep.ts';
import type { Point, ScoredPoint } from '../core/vector-store.ts';
import { jsonObject, readReply } from './qdrant-reply.ts';
import type { CollectionPlace } from './store-errors.ts';

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

const snapshotResult = z.looseObject({ name: z.string() });

const countResult = z.looseObject({ count: z.number() });

const existsResult = z.looseObject({ exists: z.boolean() });

export function readScoredPoints(result: unknown, place: CollectionPlace): ScoredPoint[] {
  const { points } = readReply(queryResult, result, place);
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
  const { points, next_page_offset: next } = readReply(scrollResult, result, place);
  return { points: points.map(({ id, payload }) => ({ id, payload: payload ?? {} })), next: next ?? null };
}

export function readPoints(result: unknown, place: CollectionPlace): Point[] {
  return readReply(pointsResult, result, place).map(({ id, payload, vector }) => ({
    id,
    payload: payload ?? {},
    vector: Float32Array.from(vector),
  }));
}

export function readIds(result: unknown, place: CollectionPlace): ReadonlySet<string> {
  return new Set(readReply(idsResult, result, place).map(({ id }) => id));
}

/** Ids as requests hold them: those that are numbers as numbers. */
export function pointIds(ids: readonly string[]): (string | number)[] {
  return ids.map((id) => (/^\d+$/.test(id) ? Number(id) : id));
}

export function readAliases(result: unknown, place: CollectionPlace) {
  return readReply(aliasesResult, result, place).aliases;
}

export function readSnapshotName(result: unknown, place: CollectionPlace): string {
  return readReply(snapshotResult, result, place).name;
}

export function readCount(result: unknown, place: CollectionPlace): number {
  return readReply(countResult, result, place).count;
}

export function readExists(result: unknown, place: CollectionPlace): boolean {
  return readReply(existsResult, result, place).exists;
}
