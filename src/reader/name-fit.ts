import { isFunctionWord } from './function-words.ts';
import type { Mention } from './mention.ts';
import { type AnswerKind, kindOfNoun } from './noun-kinds.ts';
import { nounNearby } from './noun-nearby.ts';
import type { Passage } from './passage.ts';
import { placeFit } from './place-fit.ts';
import type { Question } from './question.ts';
import { stemOf } from './stems.ts';
import { FIT } from './weights.ts';
import { lowerAt, tokenize } from './words.ts';

/** How well a name suits a question for a person, a place, an organization, a work or a thing. */
export function nameFit(question: Question, mention: Mention, self: Passage | null): number {
  const defined = self === null ? null : definedFit(question, self);
  if (defined !== null) return defined;
  if (question.kind === 'place') return placeFit(question, mention);
  const hasNoun = nounNearby(question.head, mention) || isPart(question, mention);
  if (question.kind === 'thing') return hasNoun ? FIT.sure : FIT.slight;
  return hasNoun ? FIT.sure : guessedFit(question.kind, mention);
}

/** What the definition of a passage says about its own topic; null when it says nothing. */
function definedFit({ kind, head }: Question, { tokens, topic }: Passage): number | null {
  const stem = head === null ? null : stemOf(head);
  if (/^characters?$/.test(head ?? '') && !topic.nouns.includes('character')) return FIT.unlikely;
  if (tokens.slice(topic.definition.from, topic.definition.to).some((token) => token.stem === stem)) return FIT.sure;
  if (topic.kind === null) return kind === 'person' && topic.nouns.length > 0 ? FIT.unlikely : null;
  if (topic.kind !== kind) return kind === 'thing' ? FIT.none : FIT.no;
  if (head === null) return FIT.likely;
  return kind === 'person' ? FIT.fair : FIT.none;
}

/** `as Monica`, `the role of Monica`: the part and not who plays it. */
function isPart({ head }: Question, { passage, from }: Mention): boolean {
  const before = lowerAt(passage.tokens, from - 1);
  return /^(characters?|roles?)$/.test(head ?? '') && /^(as|character|role|of|playing|voices|plays)$/.test(before);
}

const ORGANIZATION =
  /\b(inc|ltd|llc|co|corp|records|entertainment|pictures|studios?|productions|group|holdings|industries|enterprises|games|books|press|motors|airlines|media|music|films|networks?|federation|fc|f\.c\.|academy|council|commission|society|theatre|company|corporation|bank|association|league|union|club|university|college|institute|school|party|committee|agency|foundation|band|orchestra)\b/i;

/** What the words around a name and its own make it: a name that looks more like something else is doubtful. */
function guessedFit(kind: AnswerKind, mention: Mention): number {
  const guesses = guessKinds(mention);
  const best = Math.max(0, ...guesses.values());
  const mine = guesses.get(kind) ?? 0;
  if (mine > 0) return mine === best ? FIT.fair : FIT.none;
  return best > 0.3 ? FIT.unlikely : FIT.none;
}

function guessKinds(mention: Mention): ReadonlyMap<AnswerKind, number> {
  const { tokens } = mention.passage;
  const before = lowerAt(tokens, mention.from - 1);
  const after = [lowerAt(tokens, mention.to), lowerAt(tokens, mention.to + 1)];
  const guesses = new Map<AnswerKind, number>();
  const add = (kind: AnswerKind, value: number) => guesses.set(kind, (guesses.get(kind) ?? 0) + value);
  if (mention.shape === 'quoted') add('work', 0.9);
  const roleBefore = isFunctionWord(before) ? null : kindOfNoun(before);
  if (roleBefore !== null) add(roleBefore, 0.7);
  if (ORGANIZATION.test(mention.text)) add('organization', 0.6);
  if (/^\p{Lu}{2,}$/u.test(mention.text)) add('organization', 0.4);
  if (before === 'the') add('organization', 0.2);
  if (/^(in|at|near)$/.test(before)) add('place', 0.5);
  if (mention.text.includes(', ') || hasPlaceWord(mention.text)) add('place', 0.6);
  if (/^(by|starring|with)$/.test(before)) add('person', 0.4);
  if (/^whose?$/.test(after[0] === ',' ? (after[1] ?? '') : (after[0] ?? ''))) add('person', 0.4);
  if (looksPersonal(mention.text)) add('person', 0.35);
  return guesses;
}

function hasPlaceWord(text: string): boolean {
  return tokenize(text).some(({ lower }) => kindOfNoun(lower) === 'place');
}

/** Two to four capitalised words without a noun of the table, an acronym or a demonym in front. */
function looksPersonal(text: string): boolean {
  const words = tokenize(text).filter(({ kind }) => kind === 'word');
  const isPlain = words.every(
    (word) => word.isCapital && kindOfNoun(word.lower) === null && !/^\p{Lu}{2,}$/u.test(word.text),
  );
  const isOrigin =
    /(an|ish|ese|ern)$/.test(words[0]?.lower ?? '') || /^(south|north|east|west|new)$/.test(words[0]?.lower ?? '');
  return words.length >= 2 && words.length <= 4 && isPlain && !isOrigin;
}
