import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import { RagError } from '../core/errors.ts';
import { type CollectionRow, countPoints } from './sqlite-collection.ts';
import { type VectorTable, vectorTable } from './vector-table.ts';

/** The vectors of one state of a collection, rows in id order. */
export interface LoadedVectors {
  readonly collectionId: number;
  readonly revision: number;
  readonly table: VectorTable;
  /** Of the point in each row. */
  readonly keys: readonly number[];
}

/**
 * All vectors of the collection, 4 bytes a number. They go from the file to their place one by one: nothing is held twice. The place is
 * that of vectors read before, where those are given up.
 *
 * @throws RagError STORE_INVALID when a vector is cut short
 */
export function loadVectors(
  database: Database,
  collection: CollectionRow,
  givenUp: LoadedVectors | null,
): LoadedVectors {
  const { id, revision, dimensions } = collection;
  const table = givenUp?.table.dimensions === dimensions ? givenUp.table : vectorTable(dimensions);
  table.reset(countPoints(database, collection));
  const keys: number[] = [];
  const rows: Iterable<VectorRow> = database
    .prepare('SELECT key, id, vector FROM points WHERE collection = ? ORDER BY id')
    .iterate(id);
  for (const { key, id: pointId, vector } of rows) {
    if (vector.length !== dimensions * 4) throw cutShort(collection, pointId, vector.length);
    table.put(keys.length, vector);
    keys.push(key);
  }
  return { collectionId: id, revision, table, keys };
}

/** The rows of those keys, ascending. */
export function rowsOf({ keys }: LoadedVectors, wanted: ReadonlySet<number>): Uint32Array {
  return Uint32Array.from(keys.flatMap((key, row) => (wanted.has(key) ? [row] : [])));
}

interface VectorRow {
  readonly key: number;
  readonly id: string;
  readonly vector: Uint8Array;
}

function cutShort({ name, dimensions }: CollectionRow, pointId: string, bytes: number): RagError {
  return new RagError(
    'STORE_INVALID',
    `point ${pointId} of collection "${name}" holds ${bytes} bytes, a vector of ${dimensions} numbers has ${dimensions * 4}`,
    { hint: 'move the file away and build it again:  rag index' },
  );
}
