import type { Metric } from '../core/metric.ts';
import { answerTokens, containsAnyRun } from '../text/token-runs.ts';
import { acceptedAnswers, predictedTexts } from './metric-inputs.ts';

/**
 * True when a passage of the predicted `context` contains an accepted answer, token by token.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, answer_passage_match. Its quirks are kept: an answer that normalizes to nothing is in every
 * passage, and a `context` of plain text is looked through one character at a time.
 */
export const answerPassageMatch: Metric = {
  name: 'answer_passage_match',
  score: (example, prediction) => {
    const answers = acceptedAnswers('answer_passage_match', example).map(answerTokens);
    const passages = predictedTexts('answer_passage_match', prediction, 'context');
    return passages.some((passage) => containsAnyRun(passage, answers));
  },
};
