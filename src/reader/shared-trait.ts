import { isFunctionWord } from './function-words.ts';
import { kindOfNoun } from './noun-kinds.ts';
import { namedIn } from './options.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';
import type { Token } from './words.ts';

/**
 * What the definitions of the two things a question names have in common: `director`, `documentary`; null when there is
 * nothing.
 */
export function sharedTrait(question: Question, passages: readonly Passage[]): string | null {
  if (!isSharedAsked(question)) return null;
  const [left, right] = namedIn(question, passages);
  if (left?.passage == null || right?.passage == null) return null;
  const runs = commonRuns(question, definitionOf(left.passage), definitionOf(right.passage));
  const isTrade = /^(profession|occupation|job|career)s?$/.test(question.head ?? '');
  const run = isTrade ? runs.find((words) => kindOfNoun(words.at(-1) ?? '') === 'person') : runs[0];
  return run?.join(' ') ?? null;
}

function isSharedAsked({ head, tokens }: Question): boolean {
  if (head !== null) return /^(profession|occupation|job|career|type|kind|sort|genre)s?$/.test(head);
  return tokens.some(({ lower }, at) => lower === 'common' && tokens[at - 1]?.lower === 'in');
}

function definitionOf({ tokens, topic }: Passage): readonly Token[] {
  return tokens.slice(topic.definition.from, topic.definition.to);
}

type Run = readonly string[];

/**
 * Runs of small content words that stand in both definitions, but for what the question says already; longest first.
 */
function commonRuns(question: Question, left: readonly Token[], right: readonly Token[]): readonly Run[] {
  const isCommon = ({ stem, lower, kind, isCapital }: Token) =>
    kind === 'word' &&
    !isCapital &&
    !isFunctionWord(lower) &&
    right.some((token) => token.stem === stem) &&
    question.tokens.every((token) => token.stem !== stem);
  const runs: string[][] = [[]];
  for (const token of left) {
    if (isCommon(token)) runs.at(-1)?.push(token.lower);
    else runs.push([]);
  }
  return runs
    .map((run) => withoutGroup(question, run))
    .filter((run) => run.length > 0)
    .sort((one, two) => two.length - one.length);
}

/** A genre is `rock`, not `rock band`. */
function withoutGroup({ head }: Question, run: Run): Run {
  const kind = kindOfNoun(run.at(-1) ?? '');
  return head === 'genre' && (kind === 'organization' || kind === 'work') ? run.slice(0, -1) : run;
}
