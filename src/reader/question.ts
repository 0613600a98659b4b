import { askedAt, askedWithoutFocus } from './asked.ts';
import { focusOf } from './focus.ts';
import type { AnswerKind } from './noun-kinds.ts';
import { lowerAt, type Span, type Token, tokenize } from './words.ts';

export interface Question {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly isYesNo: boolean;
  readonly kind: AnswerKind;
  /** The words that ask, such as `how many stores` or `who`; empty when there are none. */
  readonly focus: Span;
  /** The noun asked for in lower case, `year` in `what year`; null behind a bare wh-word. */
  readonly head: string | null;
}

/** How a question asks: with yes or no, or for what kind of answer and by what noun. */
export function readQuestion(text: string): Question {
  const tokens = tokenize(text);
  const focus = focusOf(tokens);
  const isYesNo =
    focus === null && /^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|both)$/.test(lowerAt(tokens, 0));
  return { text, tokens, isYesNo, ...(focus === null ? askedWithoutFocus(tokens) : askedAt(tokens, focus)) };
}
