import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import type { CollectionDescription, CollectionOptions, Point, ScoredPoint } from '../core/vector-store.ts';
import { normalizeVector } from './normalize-vector.ts';
import { vectorToBytes } from './vector-bytes.ts';

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
    USING fts5 (title, text, content='', contentless_delete=1, tokenize='porter unicode61')
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
  const putPoint = database.prepare(`
    INSERT INTO points (collection, id, vector, payload) VALUES (?, ?, ?, ?)
    ON CONFLICT (collection, id) DO UPDATE SET vector = excluded.vector, payload = excluded.payload
    RETURNING key
  `);
  const putWords = database.prepare(
    `INSERT OR REPLACE INTO ${wordsTable(collection)} (rowid, title, text) VALUES (?, ?, ?)`,
  );
  for (const { id, vector, payload } of points) {
    const bytes = vectorToBytes(normalizeVector(vector));
    const { key }: { key: number } = putPoint.get(collection, id, bytes, JSON.stringify(payload));
    putWords.run(key, textOf(payload.title), textOf(payload.text));
  }
  database.prepare('UPDATE collections SET revision = revision + 1 WHERE id = ?').run(collection);
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
export function readPoints(database: Database, hits: readonly KeyAndScore[]): ScoredPoint[] {
  const find = database.prepare('SELECT id, payload FROM points WHERE key = ?');
  return hits.map(({ key, score }) => {
    const { id, payload }: { id: string; payload: string } = find.get(key);
    return { id, score, payload: JSON.parse(payload) };
  });
}

/** Safe in SQL: the id is a number given by the database. */
export function wordsTable(collectionId: number): string {
  return `words_${collectionId}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
