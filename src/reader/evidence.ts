import { lifeOf } from './event.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import type { Question } from './question.ts';
import { WORDS } from './weights.ts';
import { type WordWeights, weighWords } from './word-weights.ts';
import { findName, type Span } from './words.ts';

/** A word of the question found in a passage. */
export interface Hit {
  readonly stem: string;
  /** Position in the passage; −1 stands for the topic, which every sentence speaks about. */
  readonly at: number;
  readonly weight: number;
}

/** Where the words of the question are, for each passage. */
export interface Evidence {
  /** For each sentence: its own words, the topic's, and those that other passages have on the names in it. */
  readonly bySentence: readonly (readonly Hit[])[];
  /** In all of the passage, and in the sentences of others that name its topic. */
  readonly whole: readonly Hit[];
  /** The share of the question that `whole` makes up. */
  readonly coverage: number;
}

export function gatherEvidence(weights: WordWeights, passages: readonly Passage[]): ReadonlyMap<Passage, Evidence> {
  const found = passages.map((passage) => findWords(weights, passage));
  const links = found.flatMap((here) => found.flatMap((there) => (here === there ? [] : linksBetween(here, there))));
  return new Map(
    found.map((here) => {
      const told = links.filter(({ there }) => there === here).flatMap(({ toldOfTopic }) => toldOfTopic);
      const bySentence = here.bySentence.map((hits, sentence) => [
        ...hits,
        ...links
          .filter((link) => link.here === here && link.sentence === sentence)
          .flatMap(({ toldOfName }) => toldOfName),
        ...told,
      ]);
      const whole = [...here.own, ...told];
      return [here.passage, { bySentence, whole, coverage: coverageOf(whole) }];
    }),
  );
}

interface Found {
  readonly passage: Passage;
  readonly bySentence: readonly (readonly Hit[])[];
  readonly own: readonly Hit[];
}

function findWords(weights: WordWeights, passage: Passage): Found {
  const label = (passage.topic.names[0] ?? []).flatMap(({ stem }) => hit(weights, stem, -1));
  const sentences = passage.sentences.map((span) => hitsIn(weights, passage, span));
  return { passage, bySentence: sentences.map((hits) => [...hits, ...label]), own: [...label, ...sentences.flat()] };
}

function hit(weights: WordWeights, stem: string, at: number): readonly Hit[] {
  const weight = weights.get(stem);
  return weight === undefined ? [] : [{ stem, at, weight }];
}

function hitsIn(weights: WordWeights, passage: Passage, { from, to }: Span): readonly Hit[] {
  const words = passage.tokens.slice(from, to).flatMap(({ stem }, index) => {
    const stems = stem.includes('-') ? [stem, ...stem.split('-')] : [stem];
    return stems.flatMap((part) => hit(weights, part, from + index));
  });
  return from === 0 ? [...words, ...lifeHits(weights, passage)] : words;
}

/** A life in brackets states a birth and a death without saying so. */
function lifeHits(weights: WordWeights, passage: Passage): readonly Hit[] {
  const life = lifeOf(passage);
  return life === null ? [] : [...hit(weights, 'birth', life.from), ...hit(weights, 'death', life.to - 1)];
}

/** A sentence of `here` that names the topic of `there`: each of the two then says something about the other. */
interface Link {
  readonly here: Found;
  readonly there: Found;
  readonly sentence: number;
  readonly toldOfName: readonly Hit[];
  readonly toldOfTopic: readonly Hit[];
}

function linksBetween(here: Found, there: Found): readonly Link[] {
  return here.passage.sentences.flatMap((span, sentence) => {
    const name = findName(here.passage.tokens, there.passage.topic.names, span);
    if (name === null) return [];
    const toldOfName = there.own.map((known) => throughName(known, name.from));
    const toldOfTopic = (here.bySentence[sentence] ?? []).map((known) => throughName(known, -1));
    return [{ here, there, sentence, toldOfName, toldOfTopic }];
  });
}

function throughName({ stem, weight }: Hit, at: number): Hit {
  return { stem, at, weight: weight * WORDS.bridge };
}

/** The share of the question's weight that the hits make up, each word counted once. */
export function coverageOf(hits: readonly Hit[]): number {
  const best = new Map<string, number>();
  for (const { stem, weight } of hits) best.set(stem, Math.max(best.get(stem) ?? 0, weight));
  return [...best.values()].reduce((sum, weight) => sum + weight, 0);
}

/** As `coverageOf`, but a word counts less the farther it is; `whole` holds what is known of the thing mentioned. */
export function nearnessOf(hits: readonly Hit[], { from, to }: Span, whole: readonly Hit[]): number {
  const distance = ({ at }: Hit): number => {
    if (at < 0) return WORDS.topicDistance;
    return at < from ? from - at - 1 : at - to;
  };
  const faded = ({ weight }: Hit, words: number) => weight / (1 + words / WORDS.halfDistance);
  const outside = hits.filter(({ at }) => at < from || at >= to);
  const near = outside.map((found) => ({ ...found, weight: faded(found, distance(found)) }));
  const own = whole.map((found) => ({ ...found, weight: faded(found, WORDS.ownDistance) }));
  return coverageOf([...near, ...own]);
}

/**
 * The sentence with most of the question's weight, the passage it stands in counted too; the first one among equals.
 */
export function bestSentence(question: Question, passages: readonly Passage[]): string {
  const weights = weighWords(question, passages);
  let best = '';
  let most = -1;
  for (const [passage, { bySentence, coverage }] of gatherEvidence(weights, passages)) {
    for (const [sentence, hits] of bySentence.entries()) {
      const weight = coverageOf(hits) + coverage;
      if (weight > most) [best, most] = [textOf(passage, passage.sentences[sentence] ?? { from: 0, to: 0 }), weight];
    }
  }
  return best;
}
