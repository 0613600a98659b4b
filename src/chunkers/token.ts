import type { Chunker } from '../core/corpus.ts';
import { strip } from '../python/strings.ts';
import { type Span, spanOf, trimmedPieces, type Unit } from './spans.ts';
import { tokenUnits } from './token-units.ts';
import type { TokenCounter } from './tokenizer.ts';

export interface TokenChunkerOptions {
  readonly tokenizer: TokenCounter;
  /** Most tokens in a piece. */
  readonly tokens: number;
  /** Most tokens a piece shares with the one before; fewer than `tokens`. */
  readonly overlap: number;
}

/**
 * Whole words, as many as fit: the text of each piece, given to the tokenizer by itself, has at most `tokens` tokens. Words are what
 * stands between white space; one that is too long, as a text without spaces is, is cut between letters. A piece has at most 20
 * characters a token, too.
 *
 * Pieces are slices of the text: the tokenizer counts, and nothing is decoded from tokens.
 */
export function token({ tokenizer, tokens, overlap }: TokenChunkerOptions): Chunker {
  const count = remembering(tokenizer.count);
  return {
    name: 'token',
    options: { tokenizer: tokenizer.digest, tokens, overlap },
    countTokens: tokenizer.count,
    split: (text) => {
      const units = tokenUnits(text, { count, most: tokens });
      const countBetween = (first: number, end: number): number => {
        const { start, end: last } = spanOf(units, first, end);
        return tokenizer.count(strip(text.slice(start, last)));
      };
      return trimmedPieces(text, packTokens(units, { tokens, overlap, countBetween }));
    },
  };
}

interface PackTask {
  readonly tokens: number;
  readonly overlap: number;
  /** Tokens of these units when they stand together: not quite the sum of those they have alone. */
  readonly countBetween: (first: number, end: number) => number;
}

function packTokens(units: readonly Unit[], task: PackTask): Span[] {
  const spans: Span[] = [];
  let first = 0;
  for (let end = 0; end < units.length; ) {
    const reached = furthest(units, first, task);
    if (reached <= end) {
      // What is shared leaves no room for the next unit.
      first += 1;
      continue;
    }
    spans.push(spanOf(units, first, reached));
    first = shareFrom(units, first, reached, task.overlap);
    end = reached;
  }
  return spans;
}

/**
 * Where the longest span from `first` on ends that was seen to fit. What the units have alone says how far to try, what they have
 * together decides.
 */
function furthest(units: readonly Unit[], first: number, { tokens, countBetween }: PackTask): number {
  const last = (units[first]?.start ?? 0) + LONGEST_TOKEN * tokens;
  let end = first + 1;
  for (let tried = reach(units, first, { room: tokens, last }); tried > end; ) {
    const count = countBetween(first, tried);
    if (count > tokens) tried = end + Math.floor((tried - end) / 2);
    else {
      end = tried;
      tried = reach(units, end, { room: tokens - count, last });
    }
  }
  return end;
}

/** Some tokenizers take a word of any length for one token, that of unknown words. Text has 4 or 5 characters a token. */
const LONGEST_TOKEN = 20;

function reach(units: readonly Unit[], first: number, { room, last }: { room: number; last: number }): number {
  let end = first;
  let used = 0;
  const fits = (unit: Unit): boolean => used + unit.length <= room && unit.end <= last;
  for (let unit = units[end]; unit !== undefined && fits(unit); unit = units[end]) {
    used += unit.length;
    end += 1;
  }
  return end;
}

/** The first of the units that a span shares with the next one: never the whole span. */
function shareFrom(units: readonly Unit[], first: number, end: number, overlap: number): number {
  let from = end;
  let shared = 0;
  for (let unit = units[from - 1]; unit !== undefined && from - 1 > first; unit = units[from - 1]) {
    shared += unit.length;
    if (shared > overlap) break;
    from -= 1;
  }
  return from;
}

/** The same words come again and again. */
function remembering(count: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST_KNOWN) known.clear();
    const counted = count(text);
    known.set(text, counted);
    return counted;
  };
}

const MOST_KNOWN = 50_000;
