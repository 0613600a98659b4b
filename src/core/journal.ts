import type { ReportRow } from './report-row.ts';

/** Where rows are kept as they finish, so that an evaluation that ends early can be taken up again. */
export interface RowJournal {
  /** Rows of a variant that an earlier run left behind, in any order; empty for a new evaluation. */
  finished(variant: string): readonly ReportRow[];
  /**
   * Resolves when the row would survive the end of this process.
   *
   * @throws RagError DISK_FULL, FILE_NOT_WRITABLE
   */
  append(variant: string, row: ReportRow): Promise<void>;
}

/** Keeps nothing. */
export const NO_JOURNAL: RowJournal = { finished: () => [], append: async () => {} };
