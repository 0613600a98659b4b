import { splitSentences } from './sentences.ts';
import { splitTitle } from './title.ts';
import { type Span, type Token, tokenize } from './words.ts';

/** A passage cut into title, sentences and words. */
export interface PassageText {
  /** Position among the passages, from 0. */
  readonly index: number;
  readonly title: string | null;
  /** The text without the title; positions of tokens refer to it. */
  readonly body: string;
  readonly tokens: readonly Token[];
  readonly sentences: readonly Span[];
}

export function cutPassage(passage: string, index: number): PassageText {
  const { title, body } = splitTitle(passage);
  const tokens = tokenize(body);
  return { index, title, body, tokens, sentences: splitSentences(body, tokens) };
}

/** The text of a span as it stands in the passage. */
export function textOf({ tokens, body }: PassageText, { from, to }: Span): string {
  const first = tokens[from];
  const last = tokens[to - 1];
  return first === undefined || last === undefined ? '' : body.slice(first.start, last.end);
}
