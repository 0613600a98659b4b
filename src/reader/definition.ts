import { isFunctionWord } from './function-words.ts';
import { namedIn } from './options.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import type { Question } from './question.ts';
import { lowerAt } from './words.ts';

/** What a passage calls the thing that `what is …` asks about, without an article; null for other questions. */
export function definitionAsked(question: Question, passages: readonly Passage[]): string | null {
  const { tokens } = question;
  if (!/^(what|who)$/.test(lowerAt(tokens, 0)) || !/^(is|are|was|were)$/.test(lowerAt(tokens, 1))) return null;
  const [named] = namedIn(question, passages);
  if (named === undefined || named.passage === null || named.span.from > 3) return null;
  const rest = tokens.slice(named.span.to);
  const asksMore = rest.some(({ kind, isCapital, lower }) => kind === 'word' && !isCapital && !isFunctionWord(lower));
  const isOwner = /^['’]s$/.test(lowerAt(tokens, named.span.to));
  return asksMore || isOwner ? null : definitionOf(named.passage);
}

function definitionOf(passage: Passage): string | null {
  const { from, to } = passage.topic.definition;
  const start = /^(a|an|the)$/.test(lowerAt(passage.tokens, from)) ? from + 1 : from;
  return to > start ? textOf(passage, { from: start, to }) : null;
}
