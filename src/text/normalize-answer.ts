import { splitWhiteSpace, WORD_CHARACTER } from '../python/strings.ts';

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const ARTICLE = new RegExp(`(?<!${WORD_CHARACTER})(?:a|an|the)(?!${WORD_CHARACTER})`, 'gu');

/**
 * The form in which two answers are compared: decomposed (NFD), lower case, without ASCII punctuation and articles, single spaces.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, normalize_text. Its quirks are kept: punctuation leaves no gap (`rock-n-roll` is
 * `rocknroll`), and an accent is not a word character, so that `thé` loses its `the` and `à` its `a`. Python 3.11 may treat
 * characters younger than Unicode 14 otherwise.
 */
export function normalizeAnswer(text: string): string {
  const bare = text.normalize('NFD').toLowerCase().replaceAll(PUNCTUATION, '').replaceAll(ARTICLE, ' ');
  return splitWhiteSpace(bare).join(' ');
}
