import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';
import type { ScoredPoint } from '../core/vector-store.ts';
import { TITLE_WEIGHT } from './sparse-words.ts';
import { type CollectionRow, type KeyAndScore, readPoints, wordsTable } from './sqlite-collection.ts';

export interface WordsSearch {
  /** For FTS5, as `wordsQuery` makes it. */
  readonly query: string;
  readonly k: number;
  /** Null for all. */
  readonly allowedKeys: ReadonlySet<number> | null;
  readonly withVectors: boolean;
}

/** At most `k` points by BM25, best first, equal scores in id order. */
export function searchWords(database: Database, collection: CollectionRow, search: WordsSearch): ScoredPoint[] {
  return readPoints(database, hitsWithTies(database, collection, search), search.withVectors)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, search.k);
}

/** The best `k` and all that equal the last of them: ids, which break ties, are only known once the points are read. */
function hitsWithTies(database: Database, { id }: CollectionRow, search: WordsSearch): readonly KeyAndScore[] {
  const { query, k, allowedKeys } = search;
  const words = wordsTable(id);
  const rows: Iterable<KeyAndScore> = database
    .prepare(
      `SELECT rowid AS key, -bm25(${words}, ${TITLE_WEIGHT.toFixed(1)}, 1.0) AS score
       FROM ${words} WHERE ${words} MATCH ? ORDER BY score DESC`,
    )
    .iterate(query);
  const hits: KeyAndScore[] = [];
  for (const row of rows) {
    if (allowedKeys?.has(row.key) === false) continue;
    const last = hits.at(-1);
    if (hits.length >= k && last !== undefined && row.score < last.score) break;
    hits.push(row);
  }
  return hits;
}
