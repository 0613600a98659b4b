import { isFunctionWord } from './function-words.ts';
import type { Span, Token } from './words.ts';

/** The sentences of a text, every token in exactly one of them. A line break ends a sentence too. */
export function splitSentences(text: string, tokens: readonly Token[]): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let to = 1; to <= tokens.length; to++) {
    if (to < tokens.length && (!endsBefore(text, tokens, to) || isInBrackets(tokens, { from, to }))) continue;
    spans.push({ from, to });
    from = to;
  }
  return spans;
}

const LONGEST_BRACKET = 40;

/** `(lit. Today's Love)`: a stop in brackets ends nothing, unless they are never closed. */
function isInBrackets(tokens: readonly Token[], { from, to }: Span): boolean {
  const open = tokens.slice(from, to).findLastIndex(({ text }) => text === '(');
  const isClosed = open < 0 || tokens.slice(from + open, to).some(({ text }) => text === ')');
  return !isClosed && tokens.slice(to, to + LONGEST_BRACKET).some(({ text }) => text === ')');
}

function endsBefore(text: string, tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  let last = tokens[at - 1];
  if (next === undefined || last === undefined) return false;
  if (text.slice(last.end, next.start).includes('\n')) return true;
  if (next.start === last.end) return false;
  if (/^["”')\]]$/.test(last.text)) last = tokens[at - 2] ?? last;
  if (/^[.!?]$/.test(last.text)) return next.isCapital || next.kind === 'number' || /^["“(]$/.test(next.text);
  // Behind an abbreviation such as "Inc." only a word like "The" or "He" opens a sentence for sure.
  return last.text.endsWith('.') && next.isCapital && isFunctionWord(next.lower);
}
