import type { Metric } from '../core/metric.ts';
import { normalizeAnswer } from '../text/normalize-answer.ts';
import { bestScore } from './best-answer.ts';
import { f1Score } from './token-overlap.ts';

/**
 * True when the predicted answer equals an accepted one after normalization; with `frac` below 1, when its F1 is at least that.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, answer_exact_match.
 */
export function answerExactMatch({ frac }: { readonly frac: number }): Metric {
  const name = 'answer_exact_match';
  return {
    name,
    score: (example, prediction) =>
      frac >= 1
        ? bestScore(name, { example, prediction, score: exactMatchScore }) === 1
        : bestScore(name, { example, prediction, score: f1Score }) >= frac,
  };
}

/** 1 when both texts are equal after normalization, else 0. DSPy 3.0.4, dspy/evaluate/metrics.py, em_score. */
export function exactMatchScore(prediction: string, answer: string): number {
  return normalizeAnswer(prediction) === normalizeAnswer(answer) ? 1 : 0;
}
