import type { Metric } from '../core/metric.ts';
import { bestScore } from './best-answer.ts';
import { f1Score, hotpotF1Score, precisionScore } from './token-overlap.ts';

/** Token overlap of the predicted answer with the nearest accepted one, 0 to 1 (DSPy 3.0.4, dspy/evaluate/metrics.py, F1). */
export const answerF1: Metric = overlapMetric('answer_f1', f1Score);

/** As `answerF1`, with yes and no all or nothing (DSPy 3.0.4, dspy/evaluate/metrics.py, HotPotF1). */
export const hotpotF1: Metric = overlapMetric('hotpot_f1', hotpotF1Score);

/** Share of the predicted tokens that an accepted answer has (DSPy 3.0.4, dspy/evaluate/metrics.py, precision_score). */
export const answerPrecision: Metric = overlapMetric('answer_precision', precisionScore);

function overlapMetric(name: string, score: (predicted: string, answer: string) => number): Metric {
  return { name, score: (example, prediction) => bestScore(name, { example, prediction, score }) };
}
