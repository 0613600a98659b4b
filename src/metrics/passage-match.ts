import type { Metric } from '../core/metric.ts';
import { dprTokens } from '../text/dpr-tokens.ts';
import { normalizeAnswer } from '../text/normalize-answer.ts';
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
    const answers = acceptedAnswers('answer_passage_match', example).map(tokensOf);
    const passages = predictedTexts('answer_passage_match', prediction, 'context');
    return passages.some((passage) => {
      const tokens = tokensOf(passage);
      return answers.some((answer) => containsRun(tokens, answer));
    });
  },
};

function tokensOf(text: string): readonly string[] {
  return dprTokens(normalizeAnswer(text));
}

function containsRun(tokens: readonly string[], run: readonly string[]): boolean {
  const starts = Math.max(0, tokens.length - run.length + 1);
  return Array.from({ length: starts }).some((_, start) =>
    run.every((token, offset) => tokens[start + offset] === token),
  );
}
