import type { Point } from '../core/vector-store.ts';
import { UNNAMED_VECTOR, WORDS_VECTOR } from './qdrant-names.ts';
import type { SparseVector } from './sparse-words.ts';

export interface QdrantPoint extends Point {
  /** Null where the collection keeps no words. */
  readonly words: SparseVector | null;
}

/** The point as Qdrant reads it; numbers carry the nine digits that bring back every float32, and no more. */
export function toQdrantPoint({ id, vector, words, payload }: QdrantPoint) {
  const dense = Array.from(vector, nineDigits);
  if (words === null) return { id, vector: dense, payload };
  const sparse = { indices: [...words.indices], values: words.values.map(nineDigits) };
  return { id, vector: { [UNNAMED_VECTOR]: dense, [WORDS_VECTOR]: sparse }, payload };
}

function nineDigits(value: number): number {
  return Number(value.toPrecision(9));
}

export interface BatchLimits {
  readonly points: number;
  readonly bytes: number;
}

/** The points in order, cut into requests within both limits; the limits are asked for anew for each. */
export function* batches(points: readonly QdrantPoint[], limits: () => BatchLimits): Generator<readonly QdrantPoint[]> {
  let start = 0;
  while (start < points.length) {
    const end = endOfBatch(points, start, limits());
    yield points.slice(start, end);
    start = end;
  }
}

/** A point larger than the limit goes alone. */
function endOfBatch(points: readonly QdrantPoint[], start: number, limits: BatchLimits): number {
  let bytes = 0;
  for (let end = start; end < points.length; end += 1) {
    const point = points[end];
    if (point !== undefined) bytes += mostBytes(point);
    if (end > start && (end - start >= limits.points || bytes > limits.bytes)) return end;
  }
  return points.length;
}

/**
 * Of the point in JSON: a float32 in nine digits takes 16 characters at most (`-1.23456789e-12,`), a word's place 11 and its weight,
 * which is between 0 and 2.2, 12.
 */
function mostBytes({ vector, words, payload }: QdrantPoint): number {
  return 16 * vector.length + 23 * (words?.indices.length ?? 0) + Buffer.byteLength(JSON.stringify(payload)) + 150;
}
