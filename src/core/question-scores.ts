import { isOwed } from './outcome.ts';
import type { ReportRow } from './report-row.ts';

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

/** A question that two programs answered, with the mean of its scores by the first metric for each. */
export interface ScorePair {
  readonly id: string;
  readonly before: number;
  readonly after: number;
}

export interface ScorePairs {
  /** In the order of `before`. */
  readonly pairs: readonly ScorePair[];
  /** Questions put to both programs of which the server owes every answer of one: they tell nothing of the programs. */
  readonly leftOut: number;
}

/** The questions two programs have in common, by id. A sample without an answer, for which the server is to blame, does not count. */
export function pairScores(before: readonly ReportRow[], after: readonly ReportRow[]): ScorePairs {
  const [earlier, later] = [before, after].map(meansOfAnswered);
  const asked = new Set(after.map(({ id }) => id));
  const ids = [...new Set(before.map(({ id }) => id))].filter((id) => asked.has(id));
  const pairs = ids.flatMap((id): ScorePair[] => {
    const [first, second] = [earlier?.get(id), later?.get(id)];
    return first === undefined || second === undefined ? [] : [{ id, before: first, after: second }];
  });
  return { pairs, leftOut: ids.length - pairs.length };
}

function meansOfAnswered(rows: readonly ReportRow[]): ReadonlyMap<string, number> {
  const answered = rows.filter(({ outcome }) => !isOwed(outcome));
  return new Map(questionScores(answered, 0).map(({ id, mean }) => [id, mean]));
}

/** True when some mean is neither 0 nor 1. */
export function isGraded(means: readonly number[]): boolean {
  return means.some((mean) => mean !== 0 && mean !== 1);
}
