import { dprTokens } from './dpr-tokens.ts';
import { normalizeAnswer } from './normalize-answer.ts';

/**
 * The tokens by which an answer and a passage are compared: of the normalized text, so without articles and signs.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, _passage_match.
 */
export function answerTokens(text: string): readonly string[] {
  return dprTokens(normalizeAnswer(text));
}

/** True when `run` stands in `tokens`, in one piece; a run of nothing stands everywhere. */
export function containsRun(tokens: readonly string[], run: readonly string[]): boolean {
  const last = tokens.length - run.length;
  for (let start = 0; start <= last; start += 1) {
    if (run.every((token, offset) => tokens[start + offset] === token)) return true;
  }
  return false;
}
