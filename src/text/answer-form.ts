import { dprTokens } from './dpr-tokens.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { numbersAsDigits } from './number-words.ts';
import { containsRun } from './token-runs.ts';

const VERDICTS: ReadonlySet<string> = new Set(['yes', 'no', 'noanswer']);

/** True for yes, no and answers without a letter or digit: finding them in a text, or not, says nothing. */
export function isVerdict(answer: string): boolean {
  const normalized = normalizeAnswer(answer);
  return VERDICTS.has(normalized) || !/[\p{L}\p{N}]/u.test(normalized);
}

type TextForm = 'longer' | 'shorter' | 'order' | 'accents' | 'spacing' | 'number';

/**
 * How `predicted` differs from `answer` although it says the same; null when it says something else, or both are equal once
 * normalized. A rule of thumb, for telling a reader where to look.
 */
export function answerForm(predicted: string, answer: string): TextForm | null {
  const [said, wanted] = [normalizeAnswer(predicted), normalizeAnswer(answer)];
  if (said === wanted || said === '' || wanted === '') return null;
  const [words, target] = [dprTokens(said), dprTokens(wanted)];
  if (isVerdict(answer)) return words[0] === wanted ? 'longer' : null;
  if (withoutAccents(predicted) === withoutAccents(answer)) return 'accents';
  if (containsRun(words, target)) return 'longer';
  if (sorted(words) === sorted(target)) return 'order';
  if (lettersAndDigits(said) === lettersAndDigits(wanted)) return 'spacing';
  if (containsRun(numbersAsDigits(words), numbersAsDigits(target))) return 'number';
  return containsRun(target, words) && words.length * 2 >= target.length ? 'shorter' : null;
}

function sorted(tokens: readonly string[]): string {
  return tokens.toSorted().join(' ');
}

/** Before normalization, which takes the letter below an accent for an article. */
function withoutAccents(text: string): string {
  return normalizeAnswer(text.normalize('NFD').replaceAll(/\p{M}/gu, ''));
}

function lettersAndDigits(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
