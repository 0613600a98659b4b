import { STOP_WORDS } from './stop-words.ts';

/**
 * The question as an FTS5 query that finds any of its words; null when it has none.
 *
 * English stop words are left out unless nothing else remains. Nothing a question holds can act as query syntax: words are
 * letters, digits and marks only, as the unicode61 tokenizer cuts them, and each stands in quotes.
 */
export function wordsQuery(question: string): string | null {
  const words = new Set(question.toLowerCase().match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu));
  const telling = [...words].filter((word) => !STOP_WORDS.has(word));
  const chosen = telling.length > 0 ? telling : [...words];
  return chosen.length > 0 ? chosen.map((word) => `"${word}"`).join(' OR ') : null;
}
