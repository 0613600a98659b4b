import type { ReportRow } from '../core/report.ts';

/** The scores of one question, in order of its samples. */
export interface QuestionScores {
  readonly id: string;
  readonly values: readonly number[];
  readonly mean: number;
}

/** Rows by question, in order of first appearance; `position` is the metric's. */
export function questionScores(rows: readonly ReportRow[], position: number): readonly QuestionScores[] {
  const byId = new Map<string, number[]>();
  for (const { id, scores } of rows) {
    const values = byId.get(id) ?? [];
    values.push(Number(scores[position]?.value ?? 0));
    byId.set(id, values);
  }
  return [...byId].map(([id, values]) => ({
    id,
    values,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
}

/** True when some question scores neither 0 nor 1. */
export function isGraded(scores: readonly QuestionScores[]): boolean {
  return scores.some(({ mean }) => mean !== 0 && mean !== 1);
}
