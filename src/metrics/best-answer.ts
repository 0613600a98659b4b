import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { Prediction } from '../core/program.ts';
import { acceptedAnswers, predictedText } from './metric-inputs.ts';

/**
 * The highest score of the predicted answer against any accepted one (DSPy 3.0.4, dspy/evaluate/metrics.py, EM, F1, HotPotF1).
 *
 * @throws RagError METRIC_FAILED when the example or the prediction has no usable `answer`
 */
export function bestScore(metric: string, request: ScoreRequest): number {
  const { example, prediction, score } = request;
  const answers = acceptedAnswers(metric, example);
  const predicted = predictedText(metric, prediction, 'answer');
  if (answers.length === 0) {
    throw new RagError('METRIC_FAILED', `${metric}: answer of example "${example.id}" is an empty list`);
  }
  return Math.max(...answers.map((answer) => score(predicted, answer)));
}

export interface ScoreRequest {
  readonly example: Example;
  readonly prediction: Prediction;
  readonly score: (predicted: string, answer: string) => number;
}
