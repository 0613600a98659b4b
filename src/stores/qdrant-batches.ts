import { vectorJson } from '../core/vector-json.ts';
import type { Point } from '../core/vector-store.ts';
import { MOST_BYTES_PER_FLOAT, writeFloats } from '../text/float-text.ts';
import { UNNAMED_VECTOR, WORDS_VECTOR } from './qdrant-names.ts';
import type { SparseVector } from './sparse-words.ts';

export interface QdrantPoint extends Point {
  /** Null where the collection keeps no words. */
  readonly words: SparseVector | null;
}

/** A point in JSON, in pieces: they are put together once, in the body of a request. */
export type EncodedPoint = readonly Buffer[];

/** The point as Qdrant reads it; of a vector that was read from JSON, the text it was read from. */
export function encodePoint({ id, vector, words, payload }: QdrantPoint): EncodedPoint {
  const [before, after] = words === null ? ['', ''] : [`{"${UNNAMED_VECTOR}":`, `,${encodeWords(words)}}`];
  const start = Buffer.from(`{"id":${JSON.stringify(id)},"vector":${before}`);
  const end = Buffer.from(`${after},"payload":${JSON.stringify(payload)}}`);
  return [start, vectorJson(vector) ?? encodeVector(vector), end];
}

/** Numbers carry the nine digits that bring back every float32, and no more. */
function encodeVector(vector: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(MOST_BYTES_PER_FLOAT * vector.length + 2);
  const end = writeFloats(vector, bytes, bytes.write('[', 0, 'latin1'));
  return bytes.subarray(0, end + bytes.write(']', end, 'latin1'));
}

function encodeWords({ indices, values }: SparseVector): string {
  return `"${WORDS_VECTOR}":${JSON.stringify({ indices, values: values.map(nineDigits) })}`;
}

function nineDigits(value: number): number {
  return Number(value.toPrecision(9));
}

/** The body of an upsert. */
export function encodeUpsert(points: readonly EncodedPoint[]): Buffer {
  const parts = points.flatMap((point, index) => (index === 0 ? point : [COMMA, ...point]));
  return Buffer.concat([OPENING, ...parts, CLOSING]);
}

const OPENING = Buffer.from('{"points":[');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from(']}');

export interface BatchLimits {
  readonly points: number;
  readonly bytes: number;
}

/** The points in order, encoded, cut into requests within both limits; the limits are asked for anew for each. */
export function* batches(
  points: readonly QdrantPoint[],
  limits: () => BatchLimits,
): Generator<readonly EncodedPoint[]> {
  let batch: EncodedPoint[] = [];
  let bytes = 0;
  let most = limits();
  for (const point of points) {
    const encoded = encodePoint(point);
    const length = encoded.reduce((sum, piece) => sum + piece.length, 0);
    // A point larger than the limit goes alone.
    if (batch.length > 0 && (batch.length >= most.points || bytes + length > most.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
      most = limits();
    }
    batch.push(encoded);
    bytes += length + COMMA.length;
  }
  if (batch.length > 0) yield batch;
}
