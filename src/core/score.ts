import { pythonFloatText } from '../python/format-float.ts';
import { formatFixed, pythonRound } from '../python/round.ts';
import { RagError } from './errors.ts';

/** A sum of scores, and whether Python would hold it as a float. */
export interface ScoreSum {
  readonly correct: number;
  /** False while every score was a bool: Python then prints `3`, otherwise `3.0`. */
  readonly isFloat: boolean;
}

/** The scores added up in their order, as DSPy 3.0.4 does on CPython 3.11; every number counts as a float. */
export function sumScores(scores: readonly (number | boolean)[]): ScoreSum {
  const correct = scores.reduce<number>((sum, score) => sum + Number(score), 0);
  return { correct, isFloat: scores.some((score) => typeof score === 'number') };
}

/**
 * Percent of the total, rounded to two decimals as Python rounds (DSPy 3.0.4, dspy/evaluate/evaluate.py, Evaluate.__call__).
 *
 * @throws RagError DATASET_EMPTY when the total is 0
 */
export function evaluateScore(correct: number, total: number): number {
  return percent(correct, total, 2);
}

/**
 * The line DSPy logs at the end of an evaluation: `Average Metric: 3 / 20 (15.0%)`, and `3.0 / 20` when a float took part.
 *
 * @throws RagError DATASET_EMPTY when the total is 0
 */
export function averageMetricText({ correct, isFloat }: ScoreSum, total: number): string {
  const sum = isFloat ? pythonFloatText(correct) : String(correct);
  return `Average Metric: ${sum} / ${total} (${pythonFloatText(percent(correct, total, 1))}%)`;
}

/** What DSPy's progress bar says (dspy/utils/parallelizer.py): `Average Metric: 3.00 / 4 (75.0%)`, of the examples that did not fail. */
export function runningMetricText(correct: number, done: number): string {
  const share = done === 0 ? '0' : pythonFloatText(percent(correct, done, 1));
  return `Average Metric: ${formatFixed(correct, 2)} / ${done} (${share}%)`;
}

function percent(correct: number, total: number, digits: number): number {
  if (total === 0) throw new RagError('DATASET_EMPTY', 'no examples to evaluate');
  return pythonRound((100 * correct) / total, digits);
}
