import { stemOf } from './stems.ts';

/** A run of tokens by their positions, `from` inclusive, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A word, a number or a mark of punctuation, with its place in the text in UTF-16 units. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  /** The same for the inflections of one word; empty for a mark. */
  readonly stem: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'mark';
  readonly isCapital: boolean;
}

const ABBREVIATION = [
  String.raw`(?:\p{Lu}\.){2,}`,
  String.raw`(?:Jr|Sr|St|Dr|Mr|Mrs|Ms|Mt|Ft|Lt|Col|Gen|Sgt|Capt|Adm|Rev|Hon|Prof|Inc|Ltd|Co|Corp|Bros|vs?|No|Vol|Op)\.(?=\s|,|$|\))`,
  String.raw`\p{Lu}\.(?=\s?\p{Lu})`,
].join('|');
const NUMBER = String.raw`\p{N}+(?:[.,]\p{N}+)*(?:st|nd|rd|th|s|m|km|ft)?(?![\p{L}\p{M}])`;
const WORD = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’&.*/!-](?=[\p{L}\p{N}])(?!s\b)[\p{L}\p{M}\p{N}]+)*`;
const TOKEN = new RegExp(`${ABBREVIATION}|['’]s\\b|${NUMBER}|${WORD}|[^\\s]`, 'gu');

/**
 * The tokens of a text in order. Initials and abbreviations keep their dot, a possessive `'s` is a token of its own.
 */
export function tokenize(text: string): readonly Token[] {
  return Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => toToken(token, index));
}

function toToken(text: string, start: number): Token {
  const lower = text.toLowerCase();
  const kind = /^\p{N}/u.test(text) ? 'number' : /[\p{L}\p{N}]/u.test(text) ? 'word' : 'mark';
  const stem = kind === 'mark' ? '' : stemOf(lower);
  return { text, lower, stem, start, end: start + text.length, kind, isCapital: /^\p{Lu}/u.test(text) };
}

/** The lower-case text at a position; empty outside the tokens. */
export function lowerAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? '';
}

/**
 * Where the first of several names that stands within a span does so, marks left out of the comparison; null when none
 * does.
 */
export function findName(tokens: readonly Token[], names: readonly (readonly Token[])[], span: Span): Span | null {
  for (const name of names) {
    const found = findTokens(tokens, name, span);
    if (found !== null) return found;
  }
  return null;
}

function findTokens(tokens: readonly Token[], name: readonly Token[], { from, to }: Span): Span | null {
  const wanted = name.filter(({ kind }) => kind !== 'mark');
  if (wanted.length === 0) return null;
  for (let start = from; start < to; start++) {
    const end = matchEnd(tokens, wanted, start, to);
    if (end !== null) return { from: start, to: end };
  }
  return null;
}

function matchEnd(tokens: readonly Token[], wanted: readonly Token[], start: number, end: number): number | null {
  let matched = 0;
  for (let at = start; at < end; at++) {
    const token = tokens[at];
    const isInnerMark = token?.kind === 'mark' && at > start;
    if (isInnerMark) continue;
    if (token?.lower !== wanted[matched]?.lower) return null;
    matched++;
    if (matched === wanted.length) return at + 1;
  }
  return null;
}
