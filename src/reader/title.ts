import { isFunctionWord } from './function-words.ts';
import { tokenize } from './words.ts';

export interface TitledText {
  /** Null where the text states none. */
  readonly title: string | null;
  readonly body: string;
}

const LONGEST_TITLE = 120;
const LONGEST_IN_WORDS = 12;

/**
 * Tells a title from what follows it: `title | text`, a line of its own, `Title. Text`, `Title: text` or `Title The
 * title is …`.
 */
export function splitTitle(text: string): TitledText {
  return splitAtSeparator(text) ?? splitAtStop(text) ?? splitAtEcho(text) ?? { title: null, body: text };
}

function splitAtSeparator(text: string): TitledText | null {
  const end = /\s\|\s|\n/.exec(text.slice(0, LONGEST_TITLE));
  if (end === null || end.index === 0) return null;
  const title = text.slice(0, end.index).trim();
  if (end[0] === '\n' && /[.!?:]$/.test(title)) return null;
  return { title, body: text.slice(end.index + end[0].length).trim() };
}

/** A stop or a colon after a few words without a verb, when the text behind it opens with one of them again. */
function splitAtStop(text: string): TitledText | null {
  for (const { index, 0: mark } of text.slice(0, LONGEST_TITLE).matchAll(/[.:]\s+/g)) {
    const title = text.slice(0, index).trim();
    const body = text.slice(index + mark.length);
    if (couldBeTitle(title) && opensWith(body, contentWords(title))) return { title, body };
  }
  return null;
}

function couldBeTitle(text: string): boolean {
  const isWhole = text.split('(').length === text.split(')').length;
  return isWhole && !VERB.test(text) && contentWords(text).length <= LONGEST_IN_WORDS;
}

const VERB = /\b(is|was|are|were|has|had|have|will|refers?|became)\b/;

/**
 * `Corva Corva is an island`: the first word stands there again before any verb, the second time perhaps with an
 * article.
 */
function splitAtEcho(text: string): TitledText | null {
  const first = /^\p{Lu}[\p{L}\p{N}'’.-]+(?=\s)/u.exec(text)?.[0];
  if (first === undefined || isFunctionWord(first.toLowerCase())) return null;
  const echo = text.slice(0, LONGEST_TITLE).search(new RegExp(`(?<=\\s)(The )?${escaped(first)}\\s`));
  const title = text.slice(0, Math.max(0, echo)).trim();
  return echo > 0 && couldBeTitle(title) ? { title, body: text.slice(echo) } : null;
}

function contentWords(text: string): readonly string[] {
  return tokenize(text).flatMap(({ kind, lower }) => (kind === 'mark' || isFunctionWord(lower) ? [] : [lower]));
}

function opensWith(body: string, words: readonly string[]): boolean {
  return contentWords(body.slice(0, LONGEST_TITLE))
    .slice(0, 4)
    .some((word) => words.includes(word));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
