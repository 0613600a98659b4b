import { isFunctionWord } from './function-words.ts';
import type { PassageText } from './passage-text.ts';
import type { Question } from './question.ts';
import { lowerAt, type Span, type Token } from './words.ts';

const LONGEST_RUN = 5;
const LONGEST_SLOT = 10;
const FUNCTION_WORD_ALONE = 0.3;

/**
 * How many words around the question's focus stand in the same order around a span: `sentenced to what` fits the span
 * in `sentenced to four months in jail` by two. Function words count, but not much when they are all there is.
 */
export function slotFit(question: Question, { tokens }: PassageText, span: Span): number {
  return fitBefore(question, tokens, span.from) + fitBehind(question, tokens, span.to);
}

function fitBefore({ tokens, focus }: Question, text: readonly Token[], at: number): number {
  let last = at - 1;
  while (/^(a|an|the|"|“)$/.test(lowerAt(text, last))) last--;
  return runLength(
    (step) => tokens[focus.from - 1 - step],
    (step) => text[last - step],
  );
}

function fitBehind({ tokens, focus }: Question, text: readonly Token[], at: number): number {
  return runLength(
    (step) => tokens[focus.to + step],
    (step) => text[at + step],
  );
}

type Walk = (step: number) => Token | undefined;

function runLength(asked: Walk, found: Walk): number {
  let length = 0;
  let hasContent = false;
  for (; length < LONGEST_RUN; length++) {
    const word = asked(length);
    if (word === undefined || word.kind === 'mark' || word.stem !== found(length)?.stem) break;
    hasContent ||= !isFunctionWord(word.lower);
  }
  return hasContent ? length : length * FUNCTION_WORD_ALONE;
}

/** What fills the place of the focus behind words that stand before it too, up to the next mark or clause. */
export function slotsIn(question: Question, { tokens }: PassageText, sentence: Span): readonly Span[] {
  const found: Span[] = [];
  for (let from = sentence.from + 1; from < sentence.to; from++) {
    if (/^(a|an|the)$/.test(lowerAt(tokens, from)) || fitBefore(question, tokens, from) < 2) continue;
    let to = from;
    while (to < sentence.to && !endsSlot(tokens, to)) to++;
    if (to > from && to - from <= LONGEST_SLOT) found.push({ from, to });
  }
  return found;
}

function endsSlot(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || /^[.,;:()–]$/.test(token.text)) return true;
  if (/^(in|of)$/.test(token.lower)) return isFunctionWord(lowerAt(tokens, at - 1));
  return !token.isCapital && isFunctionWord(token.lower) && !/^(and|the|a|an|for)$/.test(token.lower);
}
