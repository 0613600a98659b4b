import type { Reply } from './local-server.ts';
import { failed, isRecord } from './qdrant-context.ts';

/** What a Qdrant server of ours holds. */
export interface StoredPoint {
  readonly id: number | string;
  /** As Qdrant gives it back: normalized. */
  readonly vector: readonly number[];
  /** By name. */
  readonly sparse: ReadonlyMap<string, SparseNumbers>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly version: number;
}

export interface SparseNumbers {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

export interface Scored {
  readonly point: StoredPoint;
  readonly score: number;
}

export interface StoredCollection {
  readonly size: number;
  readonly distance: string;
  /** As last asked for. */
  vectors: unknown;
  readonly params: Record<string, unknown>;
  readonly hnsw: Record<string, unknown>;
  quantization: unknown;
  /** By field: type, and what else was asked for. */
  readonly payloadIndexes: Map<string, PayloadIndex>;
  /** How often the server will still say that it is at work. */
  busyReplies: number;
  readonly sparseVectors: Readonly<Record<string, { readonly modifier?: unknown }>>;
  metadata: Record<string, unknown>;
  operations: number;
  readonly points: Map<number | string, StoredPoint>;
}

export interface PayloadIndex {
  readonly data_type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface QdrantData {
  readonly collections: Map<string, StoredCollection>;
  /** Alias → collection. */
  readonly aliases: Map<string, string>;
  /** Names of snapshots; they stay when their collection is removed. */
  readonly snapshots: { readonly collection: string; readonly name: string }[];
}

export function cosineVector(numbers: readonly number[]): number[] {
  const vector = Float32Array.from(numbers);
  const squared = vector.reduce((sum, value) => sum + value * value, 0);
  if (squared < 1.1920929e-7 || Math.abs(squared - 1) <= 1e-6) return [...vector];
  return [...vector.map((value) => value / Math.sqrt(squared))];
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

export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** Null when it is none. */
export function readSparse(value: unknown): SparseNumbers | null {
  if (!isRecord(value) || !isNumbers(value.indices) || !isNumbers(value.values)) return null;
  return { indices: value.indices, values: value.values };
}

export function wrongSize({ size }: StoredCollection, vector: readonly number[]): Reply {
  return failed(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`);
}
