import { isFunctionWord } from './function-words.ts';
import { keyOf } from './mention.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';
import { findName, lowerAt, type Span, type Token } from './words.ts';

/** One of the things a question compares. */
export interface Option {
  /** As the question spells it. */
  readonly text: string;
  readonly span: Span;
  /** The passage about it, when there is one. */
  readonly passage: Passage | null;
}

const COMPARATIVE =
  /^(older|younger|oldest|youngest|first|earlier|later|recently|larger|bigger|taller|longer|higher|more|fewer|better|which)$/;

/**
 * The two things around an `or`, or named behind `between` in a comparison; null when the question offers no choice.
 */
export function optionsOf(question: Question, passages: readonly Passage[]): readonly [Option, Option] | null {
  const { tokens } = question;
  const named = namedIn(question, passages);
  for (const [at, { lower }] of tokens.entries()) {
    if (lower !== 'or') continue;
    const left = optionBefore(question, passages, named, at);
    const right = optionBehind(question, passages, named, at);
    if (left !== null && right !== null) return [left, right];
  }
  const [left, right] = named;
  const isBetween =
    tokens.some(({ lower }) => lower === 'between') && tokens.some(({ lower }) => COMPARATIVE.test(lower));
  if (!isBetween || left === undefined || right === undefined) return null;
  return lowerAt(tokens, left.span.to) === 'and' ? [left, right] : null;
}

/** The topics of passages that a question names, in the order of their names there. */
export function namedIn(question: Question, passages: readonly Passage[]): readonly Option[] {
  const { tokens } = question;
  const named = passages.flatMap((passage) => {
    const span = findName(tokens, passage.topic.names, { from: 0, to: tokens.length });
    return span === null ? [] : [toOption(question, span, passage)];
  });
  return named.sort((left, right) => left.span.from - right.span.from);
}

function toOption({ tokens, text }: Question, span: Span, passage: Passage | null): Option {
  const spelling = text.slice(tokens[span.from]?.start ?? 0, tokens[span.to - 1]?.end ?? 0);
  return { text: spelling, span, passage };
}

function optionBefore(
  question: Question,
  passages: readonly Passage[],
  named: readonly Option[],
  or: number,
): Option | null {
  const { tokens } = question;
  let end = or;
  while (/^[,"”]$/.test(lowerAt(tokens, end - 1))) end--;
  const known = named.findLast(({ span }) => span.to <= end && span.to >= end - 2);
  if (known !== undefined) return known;
  let from = end;
  while (from > 0 && isOfName(tokens[from - 1], tokens[from - 2])) from--;
  return trimmed(question, passages, { from, to: end });
}

function optionBehind(
  question: Question,
  passages: readonly Passage[],
  named: readonly Option[],
  or: number,
): Option | null {
  const { tokens } = question;
  let from = or + 1;
  while (/^(the|a|an|"|“)$/.test(lowerAt(tokens, from))) from++;
  const known = named.find(({ span }) => span.from >= from - 1 && span.from <= from + 1);
  if (known !== undefined) return known;
  let to = from;
  while (to < tokens.length && isOfName(tokens[to], tokens[to + 1])) to++;
  return trimmed(question, passages, { from, to });
}

const INNER = /^(of|the|and|in|a|on|for|to|de|la|at|with|y|un|el|al|from|v\.?|vs\.?|is)$/;

/** Whether a token can be part of a name: capital, a number, or small with a capital on its far side. */
function isOfName(token: Token | undefined, beyond: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.isCapital || token.kind === 'number') return true;
  if (/^(["“”.!&:]|'s|’s)$/.test(token.text)) return beyond?.isCapital === true;
  return INNER.test(token.lower) && beyond !== undefined && (beyond.isCapital || /^(the|of|a)$/.test(beyond.lower));
}

function trimmed(question: Question, passages: readonly Passage[], span: Span): Option | null {
  let { from, to } = span;
  while (from < to && isIdle(question.tokens[from])) from++;
  while (to > from && isIdle(question.tokens[to - 1])) to--;
  if (to === from) return null;
  const option = toOption(question, { from, to }, null);
  return { ...option, passage: closestPassage(option.text, passages) };
}

function isIdle(token: Token | undefined): boolean {
  if (token === undefined || /^["“”.,:]$/.test(token.text)) return true;
  if (/^(Which|Who|What|Is|Are|Was|Were|Between|Did|Does)$/.test(token.text)) return true;
  return isFunctionWord(token.lower) && !token.isCapital;
}

/** The passage whose label shares most words with a name; null below half of them. */
function closestPassage(text: string, passages: readonly Passage[]): Passage | null {
  const words = new Set(keyOf(text).split(' '));
  let best: Passage | null = null;
  let bestShare = 0.49;
  for (const passage of passages) {
    const label = keyOf(passage.topic.label).split(' ');
    const share = label.filter((word) => words.has(word)).length / Math.max(label.length, words.size);
    if (share > bestShare) [best, bestShare] = [passage, share];
  }
  return best;
}
