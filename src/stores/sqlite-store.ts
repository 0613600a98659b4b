import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import { interrupted } from '../core/errors.ts';
import type { Filter } from '../core/filter.ts';
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
  removePoints,
  upsertPoints,
} from './sqlite-collection.ts';
import { type SqliteFile, sqliteFile } from './sqlite-file.ts';
import { filteredKeys } from './sqlite-filter.ts';
import { annotate, listPoints, pointsOf, putInPlace, relabel, storedIds, successorName } from './sqlite-upkeep.ts';
import { type LoadedVectors, loadVectors, rowsOf } from './sqlite-vectors.ts';
import { searchWords } from './sqlite-words.ts';
import {
  type CollectionPlace,
  checkPoints,
  checkVector,
  collectionNotFound,
  dimensionMismatch,
} from './store-errors.ts';
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
  return storeIn(sqliteFile(path, busyTimeoutMs), { collection, location: path });
}

/** Several stores may share a file; closing one of them closes it for all. */
function storeIn(file: SqliteFile, place: CollectionPlace): VectorStore {
  const { collection, location } = place;
  let loaded: LoadedVectors | null = null;
  let filtered: Filtered | null = null;

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
  const write = (signal: AbortSignal, work: (database: Database, row: CollectionRow) => void): void => {
    stopIfAborted(signal);
    if (file.read(find) === null) throw collectionNotFound(place);
    file.write((database) => work(database, existing(database)));
  };
  const vectorsOf = (database: Database, row: CollectionRow): LoadedVectors => {
    if (loaded?.collectionId === row.id && loaded.revision === row.revision) return loaded;
    const givenUp = loaded;
    loaded = null; // Reading may fail half way.
    loaded = loadVectors(database, row, givenUp);
    return loaded;
  };
  /** What a filter lets through, null for all; kept for the next search, which mostly has the same filter. */
  const allowed = (database: Database, row: CollectionRow, filter: Filter): Filtered | null => {
    if (filter.length === 0) return null;
    const key = JSON.stringify([row.id, row.revision, filter]);
    if (filtered?.key !== key) filtered = { key, keys: filteredKeys(database, row, filter), rows: null };
    return filtered;
  };
  const allowedRows = (database: Database, row: CollectionRow, filter: Filter): Uint32Array | null => {
    const through = allowed(database, row, filter);
    if (through !== null) through.rows ??= rowsOf(vectorsOf(database, row), through.keys);
    return through?.rows ?? null;
  };

  return {
    collection,
    location,
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
    search: async (vector, { k, filter = [], withVectors = false }, signal) =>
      read(signal, (database, row) => {
        checkVector(vector, row.dimensions, place);
        const { table, keys } = vectorsOf(database, row);
        const rows = allowedRows(database, row, filter);
        const hits = nearestRows(table, { query: normalizeVector(vector), k, rows });
        const found = hits.map(({ row: position, score }) => ({ key: keys[position] ?? 0, score }));
        return readPoints(database, found, withVectors);
      }),
    text: {
      search: async (question, { k, filter = [], withVectors = false }, signal) =>
        read(signal, (database, row) => {
          const query = wordsQuery(question);
          if (query === null || k < 1) return [];
          return searchWords(database, row, {
            query,
            k,
            withVectors,
            allowedKeys: allowed(database, row, filter)?.keys ?? null,
          });
        }),
    },
    count: async (signal) => read(signal, countPoints),
    relabel: async (metadata, signal) => write(signal, (database, row) => relabel(database, row, metadata)),
    annotate: async (changes, signal) => write(signal, (database, row) => annotate(database, row, changes)),
    list: async function* (fields, signal) {
      let page = read(signal, (database, row) => listPoints(database, row, { fields, after: '' }));
      for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
        yield page;
        const after = last.id;
        page = read(signal, (database, row) => listPoints(database, row, { fields, after }));
      }
    },
    read: async (ids, signal) => read(signal, (database, row) => pointsOf(database, row, ids)),
    stored: async (ids, signal) => read(signal, (database, row) => storedIds(database, row, ids)),
    remove: async (ids, signal) => write(signal, (database, row) => removePoints(database, row, ids)),
    successor: async () => storeIn(file, { ...place, collection: successorName(collection) }),
    succeed: async (signal) => {
      stopIfAborted(signal);
      const next = successorName(collection);
      const isThere = file.read((database) => findCollection(database, next)) ?? null;
      if (isThere === null) throw collectionNotFound({ ...place, collection: next });
      file.write((database) => putInPlace(database, collection));
    },
    settle: async (signal) => stopIfAborted(signal),
    close: async () => {
      loaded = null;
      file.close();
    },
  };
}

interface Filtered {
  readonly key: string;
  readonly keys: ReadonlySet<number>;
  /** Of the loaded vectors; null until vectors are searched. */
  rows: Uint32Array | null;
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted(signal);
}
