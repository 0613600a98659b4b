import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import type { ListedPoint } from '../core/collection-upkeep.ts';
import type { Fields } from '../core/fields.ts';
import type { Point } from '../core/vector-store.ts';
import { type CollectionRow, deleteCollection, findCollection } from './sqlite-collection.ts';
import { bytesToVector } from './vector-bytes.ts';

/** No user can give a collection this name: "~" is not allowed in one. */
export function successorName(collection: string): string {
  return `${collection}~next`;
}

/** The successor, which exists, takes the collection's name; the collection it had before, if any, is removed. */
export function putInPlace(database: Database, collection: string): void {
  const old = findCollection(database, collection);
  if (old !== null) deleteCollection(database, old);
  database.prepare('UPDATE collections SET name = ? WHERE name = ?').run(collection, successorName(collection));
}

export function relabel(database: Database, { id }: CollectionRow, metadata: Fields): void {
  database.prepare('UPDATE collections SET metadata = ? WHERE id = ?').run(JSON.stringify(metadata), id);
}

/** Sets keys of the metadata, and takes out those that are null. */
export function annotate(database: Database, row: CollectionRow, changes: Fields): void {
  const before: Fields = JSON.parse(row.metadata);
  const after = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
  relabel(database, row, Object.fromEntries(after));
}

/** The next points by id, at most a page of them. */
export function listPoints(
  database: Database,
  { id: collection }: CollectionRow,
  { fields, after }: { readonly fields: readonly string[]; readonly after: string },
): ListedPoint[] {
  const column = fields.length === 0 ? "'{}'" : 'payload';
  const rows: ListedRow[] = database
    .prepare(`SELECT id, ${column} AS payload FROM points WHERE collection = ? AND id > ? ORDER BY id LIMIT ?`)
    .all(collection, after, PAGE);
  return rows.map(({ id, payload }) => ({ id, payload: pick(JSON.parse(payload), fields) }));
}

const PAGE = 1000;

interface ListedRow {
  readonly id: string;
  /** JSON */
  readonly payload: string;
}

function pick(payload: Fields, fields: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => fields.includes(name)));
}

export function pointsOf(database: Database, { id: collection }: CollectionRow, ids: readonly string[]): Point[] {
  const find = database.prepare('SELECT vector, payload FROM points WHERE collection = ? AND id = ?');
  return ids.flatMap((id) => {
    const row: StoredRow | undefined = find.get(collection, id);
    return row === undefined ? [] : [{ id, vector: bytesToVector(row.vector), payload: JSON.parse(row.payload) }];
  });
}

export function storedIds(
  database: Database,
  { id: collection }: CollectionRow,
  ids: readonly string[],
): ReadonlySet<string> {
  const find = database.prepare('SELECT 1 FROM points WHERE collection = ? AND id = ?');
  return new Set(ids.filter((id) => find.get(collection, id) !== undefined));
}

interface StoredRow {
  readonly vector: Uint8Array;
  /** JSON */
  readonly payload: string;
}
