import { bestRows, type ScoredRow } from './best-rows.ts';

/** Vectors one behind the other. */
export interface VectorTable {
  readonly dimensions: number;
  /** rows × dimensions */
  readonly values: Float32Array;
}

export interface RowSearch {
  /** Holds `table.dimensions` numbers. */
  readonly query: Float32Array;
  readonly k: number;
  /** Left out for all. */
  readonly allows?: (row: number) => boolean;
}

/**
 * At most `k` rows with the largest dot product, best first, equal scores in row order. Every row is looked at, so the
 * result is exact: one multiplication per stored number.
 */
export function nearestRows(table: VectorTable, { query, k, allows = () => true }: RowSearch): ScoredRow[] {
  const { dimensions, values } = table;
  if (k < 1) return [];
  const best = bestRows(k);
  for (let row = 0, start = 0; start < values.length; row += 1, start += dimensions) {
    if (allows(row)) best.offer(row, dotProduct(values, start, query));
  }
  return best.sorted();
}

function dotProduct(values: Float32Array, start: number, query: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < query.length; index += 1) sum += (values[start + index] ?? 0) * (query[index] ?? 0);
  return sum;
}
