import type { Outcome } from '../../core/outcome.ts';
import type { ReportVariant } from '../../core/report.ts';

const OWED: ReadonlySet<Outcome> = new Set(['transport', 'timeout']);

/**
 * How many answers the server owes: rows that say nothing about the program, unlike a reply that could not be read. They count as
 * wrong, and no gate fails on their account alone.
 */
export function owedRows({ rows }: ReportVariant): number {
  return rows.filter(({ outcome }) => OWED.has(outcome)).length;
}

/** `; 3 answers that the server owes could change that` */
export function owedText(owed: number): string {
  return `; ${owed} ${owed === 1 ? 'answer' : 'answers'} that the server owes could change that`;
}
