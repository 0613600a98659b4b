import type { Point } from '../core/vector-store.ts';

/** The point as Qdrant reads it; numbers carry the nine digits that bring back every float32, and no more. */
export function toQdrantPoint({ id, vector, payload }: Point) {
  return { id, vector: Array.from(vector, (value) => Number(value.toPrecision(9))), payload };
}

export interface BatchLimits {
  readonly points: number;
  readonly bytes: number;
}

/** The points in order, cut into requests within both limits; the limits are asked for anew for each. */
export function* batches(points: readonly Point[], limits: () => BatchLimits): Generator<readonly Point[]> {
  let start = 0;
  while (start < points.length) {
    const end = endOfBatch(points, start, limits());
    yield points.slice(start, end);
    start = end;
  }
}

/** A point larger than the limit goes alone. */
function endOfBatch(points: readonly Point[], start: number, limits: BatchLimits): number {
  let bytes = 0;
  for (let end = start; end < points.length; end += 1) {
    const point = points[end];
    if (point !== undefined) bytes += mostBytes(point);
    if (end > start && (end - start >= limits.points || bytes > limits.bytes)) return end;
  }
  return points.length;
}

/** Of the point in JSON: a float32 in nine digits takes 16 characters at most (`-1.23456789e-12,`). */
function mostBytes({ vector, payload }: Point): number {
  return 16 * vector.length + Buffer.byteLength(JSON.stringify(payload)) + 100;
}
