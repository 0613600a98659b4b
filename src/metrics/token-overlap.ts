import { splitWhiteSpace } from '../python/strings.ts';
import { normalizeAnswer } from '../text/normalize-answer.ts';

/**
 * Harmonic mean of the shares of common tokens in either text, 0 to 1; 0 also when both have none.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, f1_score, with its order of operations.
 */
export function f1Score(prediction: string, answer: string): number {
  return harmonicMean(overlap(normalizeAnswer(prediction), normalizeAnswer(answer)));
}

/**
 * As `f1Score`, but `yes`, `no` and `noanswer` match only themselves.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, hotpot_f1_score.
 */
export function hotpotF1Score(prediction: string, answer: string): number {
  const [predicted, accepted] = [normalizeAnswer(prediction), normalizeAnswer(answer)];
  if (predicted !== accepted && (VERDICTS.has(predicted) || VERDICTS.has(accepted))) return 0;
  return harmonicMean(overlap(predicted, accepted));
}

/** The share of the prediction's tokens that the answer has too. DSPy 3.0.4, dspy/evaluate/metrics.py, precision_score. */
export function precisionScore(prediction: string, answer: string): number {
  return overlap(normalizeAnswer(prediction), normalizeAnswer(answer)).precision;
}

const VERDICTS: ReadonlySet<string> = new Set(['yes', 'no', 'noanswer']);

interface Overlap {
  readonly precision: number;
  readonly recall: number;
}

/** Of two normalized texts; a token counts as often as both have it. */
function overlap(predicted: string, accepted: string): Overlap {
  const predictedTokens = splitWhiteSpace(predicted);
  const acceptedTokens = splitWhiteSpace(accepted);
  const common = commonCount(predictedTokens, acceptedTokens);
  if (common === 0) return { precision: 0, recall: 0 };
  return { precision: common / predictedTokens.length, recall: common / acceptedTokens.length };
}

function commonCount(tokens: readonly string[], others: readonly string[]): number {
  const available = new Map<string, number>();
  for (const other of others) available.set(other, (available.get(other) ?? 0) + 1);
  return tokens.filter((token) => {
    const left = available.get(token) ?? 0;
    available.set(token, left - 1);
    return left > 0;
  }).length;
}

function harmonicMean({ precision, recall }: Overlap): number {
  return precision === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
