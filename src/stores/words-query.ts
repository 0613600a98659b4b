import { tellingWords } from './words.ts';

/**
 * The question as an FTS5 query that finds any of its telling words; null when it has no word at all. Nothing a question holds can
 * act as query syntax: words are letters and digits only, and each stands in quotes.
 */
export function wordsQuery(question: string): string | null {
  const words = tellingWords(question);
  return words.length > 0 ? words.map((word) => `"${word}"`).join(' OR ') : null;
}
