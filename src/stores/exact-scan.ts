import { bestRows, type ScoredRow } from './best-rows.ts';
import type { VectorTable } from './vector-table.ts';

export interface RowSearch {
  /** Holds `table.dimensions` numbers. */
  readonly query: Float32Array;
  readonly k: number;
  /** Ascending; left out for all. */
  readonly rows?: Uint32Array | null;
}

/**
 * At most `k` rows with the largest dot product, added up in float64 from the first number to the last, best first, equal scores in
 * row order. Every row is looked at, so the result is exact.
 *
 * A first look, with SIMD, costs one multiplication per stored number in float32. Its scores are off by a known bound at most: a row
 * that lies further than twice the bound below the `k`-th cannot be among the best, and only the others, a few more than `k`, are
 * added up in float64. So the result is the same to the last bit as if all had been.
 */
export function nearestRows(table: VectorTable, { query, k, rows = null }: RowSearch): ScoredRow[] {
  if (k < 1) return [];
  const best = bestRows(k);
  const offer = (row: number): void => best.offer(row, dotProduct(table.row(row), query));
  const error = table.errorOf(query);
  if (!Number.isFinite(error)) forEachRow(table, rows, offer);
  else {
    const scores = table.scores(query, rows);
    const enough = kthBest(scores, k) - 2 * error;
    for (let index = 0; index < scores.length; index += 1) {
      if ((scores[index] ?? 0) >= enough) offer(rows?.[index] ?? index);
    }
  }
  return best.sorted();
}

function forEachRow({ rows: count }: VectorTable, rows: Uint32Array | null, visit: (row: number) => void): void {
  if (rows !== null) rows.forEach(visit);
  else for (let row = 0; row < count; row += 1) visit(row);
}

/** Minus infinity when there are fewer. */
function kthBest(scores: Float32Array, k: number): number {
  if (scores.length < k) return Number.NEGATIVE_INFINITY;
  const best = bestRows(k);
  for (let index = 0; index < scores.length; index += 1) best.offer(index, scores[index] ?? 0);
  return best.sorted().at(-1)?.score ?? Number.NEGATIVE_INFINITY;
}

function dotProduct(vector: Float32Array, query: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < query.length; index += 1) sum += (vector[index] ?? 0) * (query[index] ?? 0);
  return sum;
}
