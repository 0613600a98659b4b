import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import type { Fields } from '../core/fields.ts';
import type { CollectionDescription, CollectionOptions, Point, ScoredPoint } from '../core/vector-store.ts';
import { normalizeVector } from './normalize-vector.ts';
import { bytesToVector, vectorToBytes } from './vector-bytes.ts';

export interface CollectionRow {
  readonly id: number;
  readonly name: string;
  readonly dimensions: number;
  readonly distance: string;
  /** JSON */
  readonly metadata: string;
  readonly revision: number;
}

export function findCollection(database: Database, name: string): CollectionRow | null {
  const row: CollectionRow | undefined = database.prepare('SELECT * FROM collections WHERE name = ?').get(name);
  return row ?? null;
}

export function describeCollection(database: Database, row: CollectionRow): CollectionDescription {
  const { dimensions, metadata } = row;
  return { dimensions, distance: 'cosine', metadata: JSON.parse(metadata), count: countPoints(database, row) };
}

export function insertCollection(database: Database, name: string, options: CollectionOptions): CollectionRow {
  const { dimensions, distance, metadata } = options;
  const row: CollectionRow = database
    .prepare('INSERT INTO collections (name, dimensions, distance, metadata) VALUES (?, ?, ?, ?) RETURNING *')
    .get(name, dimensions, distance, JSON.stringify(metadata));
  // The words are only searched, never read back, so they are not stored a second time (content='').
  database.exec(`
    CREATE VIRTUAL TABLE ${wordsTable(row.id)}
    USING fts5 (title, text, content='', tokenize='porter unicode61 remove_diacritics 2')
  `);
  return row;
}

export function deleteCollection(database: Database, { id }: CollectionRow): void {
  database.exec(`DROP TABLE ${wordsTable(id)}`);
  database.prepare('DELETE FROM points WHERE collection = ?').run(id);
  database.prepare('DELETE FROM collections WHERE id = ?').run(id);
}

/** A point that is there is replaced, and so are its words. */
export function upsertPoints(database: Database, { id: collection }: CollectionRow, points: readonly Point[]): void {
  const find = database.prepare('SELECT key, payload FROM points WHERE collection = ? AND id = ?');
  const remove = database.prepare('DELETE FROM points WHERE key = ?');
  const insert = database.prepare('INSERT INTO points (key, collection, id, vector, payload) VALUES (?, ?, ?, ?, ?)');
  const words = wordsWriter(database, collection);
  for (const { id, vector, payload } of points) {
    const old: StoredPayload | undefined = find.get(collection, id);
    if (old !== undefined) {
      words.remove(old.key, JSON.parse(old.payload));
      remove.run(old.key);
    }
    const bytes = vectorToBytes(normalizeVector(vector));
    const { lastInsertRowid } = insert.run(old?.key ?? null, collection, id, bytes, JSON.stringify(payload));
    words.add(Number(lastInsertRowid), payload);
  }
  markChanged(database, collection);
}

/** A point and its words; ids without a point are passed over. */
export function removePoints(database: Database, { id: collection }: CollectionRow, ids: readonly string[]): void {
  const find = database.prepare('SELECT key, payload FROM points WHERE collection = ? AND id = ?');
  const remove = database.prepare('DELETE FROM points WHERE key = ?');
  const words = wordsWriter(database, collection);
  for (const id of ids) {
    const old: StoredPayload | undefined = find.get(collection, id);
    if (old === undefined) continue;
    words.remove(old.key, JSON.parse(old.payload));
    remove.run(old.key);
  }
  markChanged(database, collection);
}

function markChanged(database: Database, collection: number): void {
  database.prepare('UPDATE collections SET revision = revision + 1 WHERE id = ?').run(collection);
}

interface StoredPayload {
  readonly key: number;
  /** JSON */
  readonly payload: string;
}

/**
 * A table without content is told what to forget. It could look for itself (contentless_delete), but would go on counting what
 * it has forgotten (SQLite 3.53), and so change the scores.
 */
function wordsWriter(database: Database, collection: number) {
  const table = wordsTable(collection);
  const insert = database.prepare(`INSERT INTO ${table} (rowid, title, text) VALUES (?, ?, ?)`);
  const remove = database.prepare(`INSERT INTO ${table} (${table}, rowid, title, text) VALUES ('delete', ?, ?, ?)`);
  return {
    add: (key: number, { title, text }: Fields) => insert.run(key, textOf(title), textOf(text)),
    remove: (key: number, { title, text }: Fields) => remove.run(key, textOf(title), textOf(text)),
  };
}

export function countPoints(database: Database, { id }: CollectionRow): number {
  const { count }: { count: number } = database
    .prepare('SELECT count(*) AS count FROM points WHERE collection = ?')
    .get(id);
  return count;
}

export interface KeyAndScore {
  readonly key: number;
  readonly score: number;
}

/** The points with those keys, in that order. */
export function readPoints(database: Database, hits: readonly KeyAndScore[], withVectors: boolean): ScoredPoint[] {
  const find = database.prepare('SELECT id, payload, vector FROM points WHERE key = ?');
  return hits.map(({ key, score }) => {
    const { id, payload, vector }: StoredPoint = find.get(key);
    const point = { id, score, payload: JSON.parse(payload) };
    return withVectors ? { ...point, vector: bytesToVector(vector) } : point;
  });
}

interface StoredPoint {
  readonly id: string;
  /** JSON */
  readonly payload: string;
  readonly vector: Uint8Array;
}

/** Safe in SQL: the id is a number given by the database. */
export function wordsTable(collectionId: number): string {
  return `words_${collectionId}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
