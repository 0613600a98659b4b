import { coverageOf, type Evidence, gatherEvidence, nearnessOf } from './evidence.ts';
import { isFunctionWord } from './function-words.ts';
import { kindFit } from './kind-fit.ts';
import { keyOf, type Mention, mentionsIn } from './mention.ts';
import type { Passage } from './passage.ts';
import type { Question } from './question.ts';
import { slotFit } from './slot.ts';
import { stemOf } from './stems.ts';
import { SIGNS } from './weights.ts';
import { weighWords } from './word-weights.ts';
import { tokenize } from './words.ts';

export interface ScoredMention extends Mention {
  readonly score: number;
}

/** Everything that could answer the question, best first; equal scores in reading order. */
export function scoreMentions(question: Question, passages: readonly Passage[]): readonly ScoredMention[] {
  const mentions = mentionsIn(question, passages);
  const context: Context = {
    evidence: gatherEvidence(weighWords(question, passages), passages),
    topics: topicsByKey(passages),
    spread: spreadOf(mentions),
    stems: new Set(question.tokens.map(({ stem }) => stem)),
  };
  return mentions
    .map((mention) => ({ ...mention, score: scoreOf(question, mention, context) }))
    .sort((left, right) => right.score - left.score);
}

interface Context {
  readonly evidence: ReadonlyMap<Passage, Evidence>;
  readonly topics: ReadonlyMap<string, Passage>;
  /** The number of passages that mention a key. */
  readonly spread: ReadonlyMap<string, number>;
  /** The stems of the question. */
  readonly stems: ReadonlySet<string>;
}

function topicsByKey(passages: readonly Passage[]): ReadonlyMap<string, Passage> {
  const subjects = passages.filter(({ topic }) => topic.isSubject);
  return new Map(
    subjects.flatMap((passage) => [passage.topic.label, passage.topic.fullName].map((name) => [keyOf(name), passage])),
  );
}

function spreadOf(mentions: readonly Mention[]): ReadonlyMap<string, number> {
  const places = new Map<string, Set<Passage>>();
  for (const { key, passage } of mentions) places.set(key, (places.get(key) ?? new Set()).add(passage));
  return new Map([...places].map(([key, passages]) => [key, passages.size]));
}

function scoreOf(question: Question, mention: Mention, context: Context): number {
  const { passage, sentence, shape } = mention;
  const self = shape === 'topic' ? passage : (context.topics.get(mention.key) ?? null);
  const evidence = context.evidence.get(passage);
  const hits = shape === 'topic' ? [] : (evidence?.bySentence[sentence] ?? []);
  const known = self === null ? [] : (context.evidence.get(self)?.whole ?? []);
  return (
    SIGNS.kind * kindFit(question, mention, self) +
    SIGNS.near * nearnessOf(hits, mention, known) +
    SIGNS.sentence * coverageOf([...hits, ...known]) +
    SIGNS.passage * (evidence?.coverage ?? 0) +
    SIGNS.leak * leakOf(question, mention, context.stems) +
    SIGNS.topic * (self === null ? 0 : 1) +
    SIGNS.repeated * Math.min(2, (context.spread.get(mention.key) ?? 1) - 1) +
    SIGNS.rank * passage.index +
    SIGNS.slot * (shape === 'topic' ? 0 : Math.min(3, slotFit(question, passage, mention)))
  );
}

/**
 * The share of a mention's words that the question has already, but for the noun asked for; of `City, State` only the
 * city counts.
 */
function leakOf({ head }: Question, { text }: Mention, stems: ReadonlySet<string>): number {
  const words = tokenize(text.split(', ')[0] ?? '').filter(
    ({ kind, lower }) => kind !== 'mark' && !isFunctionWord(lower),
  );
  const asked = head === null ? null : stemOf(head);
  return words.length === 0 ? 1 : words.filter(({ stem }) => stems.has(stem) && stem !== asked).length / words.length;
}
