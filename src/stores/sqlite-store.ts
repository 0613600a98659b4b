import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import { interrupted } from '../core/errors.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { nearestRows } from './exact-scan.ts';
import { normalizeVector } from './normalize-vector.ts';
import {
  type CollectionRow,
  countPoints,
  deleteCollection,
  describeCollection,
  findCollection,
  insertCollection,
  readPoints,
  upsertPoints,
} from './sqlite-collection.ts';
import { sqliteFile } from './sqlite-file.ts';
import { type LoadedVectors, loadVectors } from './sqlite-vectors.ts';
import { searchWords } from './sqlite-words.ts';
import { checkPoints, checkVector, collectionNotFound, dimensionMismatch } from './store-errors.ts';
import { wordsQuery } from './words-query.ts';

export interface SqliteStoreOptions {
  /** Of the database file; it and its folder are made by `open`. */
  readonly path: string;
  readonly collection: string;
  /** How long to wait for another process that is writing. */
  readonly busyTimeoutMs?: number;
}

/**
 * One collection of a SQLite file, which may hold several. No server: many processes may read while one writes.
 *
 * Vectors are compared one by one, in memory: `search` holds 4 bytes a number from its first call on and reads the vectors again
 * when the collection has changed, also by another process. `upsert` resolves when its points are on the disk, all or none.
 * SQLite blocks the process while it works, so a signal stops a call only before it starts.
 *
 * @throws RagError STORE_INVALID, FILE_NOT_WRITABLE, DISK_FULL, STORE_FAILED (locked), from every method
 */
export function sqliteStore({ path, collection, busyTimeoutMs = 5000 }: SqliteStoreOptions): VectorStore {
  const place = { collection, location: path };
  const file = sqliteFile(path, busyTimeoutMs);
  let loaded: LoadedVectors | null = null;

  const find = (database: Database) => findCollection(database, collection);
  const existing = (database: Database): CollectionRow => {
    const row = find(database);
    if (row === null) throw collectionNotFound(place);
    return row;
  };
  const read = <Result>(signal: AbortSignal, work: (database: Database, row: CollectionRow) => Result): Result => {
    stopIfAborted(signal);
    const result = file.read((database) => ({ value: work(database, existing(database)) }));
    if (result === null) throw collectionNotFound(place);
    return result.value;
  };
  const vectorsOf = (database: Database, row: CollectionRow): LoadedVectors => {
    if (loaded?.collectionId !== row.id || loaded.revision !== row.revision) loaded = loadVectors(database, row);
    return loaded;
  };

  return {
    collection,
    location: path,
    describe: async (signal) => {
      stopIfAborted(signal);
      return file.read((database) => {
        const row = find(database);
        return row === null ? null : describeCollection(database, row);
      });
    },
    open: async (options, signal) => {
      stopIfAborted(signal);
      const row =
        file.read(find) ?? file.write((database) => find(database) ?? insertCollection(database, collection, options));
      if (row.dimensions === options.dimensions) return;
      throw dimensionMismatch({ ...place, expected: row.dimensions, actual: options.dimensions });
    },
    drop: async (signal) => {
      stopIfAborted(signal);
      loaded = null;
      if (file.read(find) === null) return;
      file.write((database) => {
        const row = find(database);
        if (row !== null) deleteCollection(database, row);
      });
    },
    upsert: async (points, signal) => {
      read(signal, (_database, row) => checkPoints(points, row.dimensions, place));
      if (points.length > 0) file.write((database) => upsertPoints(database, existing(database), points));
    },
    search: async (vector, k, signal) =>
      read(signal, (database, row) => {
        checkVector(vector, row.dimensions, place);
        const { table, keys } = vectorsOf(database, row);
        const hits = nearestRows(table, normalizeVector(vector), k);
        return readPoints(
          database,
          hits.map(({ row: position, score }) => ({ key: keys[position] ?? 0, score })),
        );
      }),
    text: {
      search: async (query, k, signal) =>
        read(signal, (database, row) => {
          const words = wordsQuery(query);
          return words === null || k < 1 ? [] : searchWords(database, row, words, k);
        }),
    },
    count: async (signal) => read(signal, countPoints),
    close: async () => {
      loaded = null;
      file.close();
    },
  };
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted(signal);
}
