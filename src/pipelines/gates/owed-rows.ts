import { isOwed } from '../../core/outcome.ts';
import type { ReportVariant } from '../../core/report.ts';
import { counted } from '../../text/counted.ts';

/**
 * How many answers the server owes. They count as wrong, and no gate fails on their account alone.
 */
export function owedRows({ rows }: ReportVariant): number {
  return rows.filter(({ outcome }) => isOwed(outcome)).length;
}

/** `; 3 answers that the server owes could change that` */
export function owedText(owed: number): string {
  return `; ${counted(owed, 'answer')} that the server owes could change that`;
}
