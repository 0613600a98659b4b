/** What a Qdrant server of ours holds. */
export interface StoredPoint {
  readonly id: number | string;
  /** As Qdrant gives it back: normalized. */
  readonly vector: readonly number[];
  readonly payload: Readonly<Record<string, unknown>>;
  readonly version: number;
}

export interface StoredCollection {
  readonly size: number;
  readonly distance: string;
  /** The `vectors` of the request that created it. */
  readonly vectors: unknown;
  metadata: Record<string, unknown>;
  operations: number;
  readonly points: Map<number | string, StoredPoint>;
}

export interface QdrantData {
  readonly collections: Map<string, StoredCollection>;
  /** Alias → collection. */
  readonly aliases: Map<string, string>;
}

export function cosineVector(numbers: readonly number[]): number[] {
  const vector = Float32Array.from(numbers);
  const squared = vector.reduce((sum, value) => sum + value * value, 0);
  if (squared < 1.1920929e-7 || Math.abs(squared - 1) <= 1e-6) return [...vector];
  return [...vector.map((value) => value / Math.sqrt(squared))];
}

/** Best first. Qdrant leaves the order of equal scores open: here it is the last id first, which nobody should rely on. */
export function nearest(
  points: Iterable<StoredPoint>,
  query: readonly number[],
): { point: StoredPoint; score: number }[] {
  const unit = cosineVector(query);
  return [...points]
    .map((point) => ({ point, score: Math.fround(dot(point.vector, unit)) }))
    .sort((a, b) => b.score - a.score || compareIds(b.point.id, a.point.id));
}

/** Numbers before UUIDs, each ascending. */
export function compareIds(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The id as Qdrant echoes it, null when it takes it for none. */
export function pointId(id: unknown): number | string | null {
  if (typeof id === 'number') return Number.isSafeInteger(id) && id >= 0 ? id : null;
  if (typeof id !== 'string') return null;
  const hex = id
    .replace(/^urn:uuid:|^\{|\}$|-/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(hex);
  return parts === null ? null : parts.slice(1).join('-');
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
