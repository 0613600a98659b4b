import type { ReportRow, RowError } from '../core/report-row.ts';

/** Running totals of the rows so far. */
export interface RowTally {
  add(row: ReportRow): void;
  readonly done: number;
  /** Sum of the first metric's scores. */
  readonly score: number;
  readonly failures: number;
  /** Of the row that failed last; null while none has. */
  readonly lastError: RowError | null;
}

export function rowTally(rows: Iterable<ReportRow>): RowTally {
  const tally = { done: 0, score: 0, failures: 0, lastError: null as RowError | null };
  const add = (row: ReportRow): void => {
    tally.done += 1;
    tally.score += Number(row.scores[0]?.value ?? 0);
    if (row.error === null) return;
    tally.failures += 1;
    tally.lastError = row.error;
  };
  for (const row of rows) add(row);
  return Object.assign(tally, { add });
}
