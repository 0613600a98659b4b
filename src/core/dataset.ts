import type { Example } from './example.ts';
import type { RowFilter } from './row-filter.ts';
import type { Row, RowLocation } from './row-source.ts';

export interface Splits {
  readonly train: readonly Example[];
  readonly dev: readonly Example[];
}

/** Sizes cut the shuffled pool, so a larger size only adds examples at the end; null means all of it. */
export interface SplitOptions {
  readonly trainSeed: number;
  readonly train: number | null;
  readonly evalSeed: number;
  readonly dev: number | null;
  /** Questions are chosen among the rows that satisfy all of these, in the order they have without; sizes cut what is left. */
  readonly devFilters?: readonly RowFilter[];
}

export interface Dataset {
  readonly name: string;
  readonly locations: readonly RowLocation[];
  /** Why seeds change nothing, in words; absent where they do. */
  readonly seedsUnused?: string;
  /**
   * Pure: the same rows (one list per location) and options give the same examples in the same order.
   *
   * @throws RagError DATASET_EMPTY, DATASET_COLUMN_MISSING, ROW_INVALID
   */
  split(rows: readonly (readonly Row[])[], options: SplitOptions): Splits;
}
