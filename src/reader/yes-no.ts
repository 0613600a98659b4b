import { isFunctionWord } from './function-words.ts';
import { says } from './kinship.ts';
import { isDemonym } from './name-readings.ts';
import { namesIn } from './names.ts';
import { kindOfNoun } from './noun-kinds.ts';
import { namedIn, type Option } from './options.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import { placesIn } from './places.ts';
import type { Question } from './question.ts';
import { stemOf } from './stems.ts';
import { lowerAt, type Token } from './words.ts';

/** Whether the passages say yes to a question such as `are both A and B …` or `are A and B in the same …`. */
export function saysYes(question: Question, passages: readonly Passage[]): boolean {
  const compared = comparedIn(question, passages);
  const has = (word: string) => question.tokens.some(({ lower }) => lower === word);
  if (has('different')) return !agree(question, compared);
  return has('same') ? agree(question, compared) : isTrueOfAll(question, compared);
}

/** The first two things named, else what the first passage is about. */
function comparedIn(question: Question, passages: readonly Passage[]): readonly Option[] {
  const named = namedIn(question, passages);
  if (named.length > 0) return named.slice(0, 2);
  return passages.slice(0, 1).map((passage) => ({ text: '', span: { from: 0, to: 0 }, passage }));
}

/** Whether the passages share what the question names behind `same`. */
function agree({ tokens }: Question, compared: readonly Option[]): boolean {
  const same = tokens.findIndex(({ lower }) => lower === 'same' || lower === 'different');
  const noun = tokens.slice(same + 1).find(({ lower }) => kindOfNoun(lower) !== null)?.lower ?? '';
  const [left, right] = compared.flatMap(({ passage }) => (passage === null ? [] : [valuesOf(passage, noun)]));
  return left !== undefined && right !== undefined && left.some((value) => right.includes(value));
}

function valuesOf(passage: Passage, noun: string): readonly string[] {
  switch (kindOfNoun(noun)) {
    case 'nationality':
      return demonymsOf(passage);
    case 'place':
      return placeValues(passage, noun);
    case 'organization':
    case 'work':
      return passage.sentences.flatMap((sentence) => namesIn(passage, sentence)).map((name) => textOf(passage, name));
    default:
      return passage.topic.nouns;
  }
}

/** The first demonym of the definition, else the countries named. */
function demonymsOf(passage: Passage): readonly string[] {
  const { from, to } = passage.topic.definition;
  const demonym = namesIn(passage, { from, to }).find((name) => isDemonym(passage, name) || name.from === from + 1);
  return demonym === undefined ? placeValues(passage, 'country') : [lowerAt(passage.tokens, demonym.from)];
}

/** `Guizhou Province` for a province; else the part of the first `City, State, Country` that the noun stands for. */
function placeValues(passage: Passage, noun: string): readonly string[] {
  const chains = placesIn(passage);
  const named = chains.flat().filter((place) => place.toLowerCase().split(' ').map(stemOf).includes(stemOf(noun)));
  if (named.length > 0) return named;
  const chain = chains.find((parts) => parts.length > 1) ?? chains[0] ?? [];
  const part = /^(countr|nation|continent)/.test(noun)
    ? chain.at(-1)
    : /^(state|province|region|county)/.test(noun)
      ? chain[1]
      : chain[0];
  return part === undefined ? [] : [part];
}

/** Whether each of the passages says what the question claims. */
function isTrueOfAll({ tokens }: Question, compared: readonly Option[]): boolean {
  const isNamed = (at: number) => compared.some(({ span }) => at >= span.from && at < span.to);
  const claim = tokens.filter(
    ({ kind, lower }, at) => at > 0 && kind !== 'mark' && !isFunctionWord(lower) && !VAGUE.test(lower) && !isNamed(at),
  );
  return compared.every(({ passage }) => passage !== null && holds(passage, claim));
}

const VAGUE =
  /^(types?|kinds?|sorts?|names?|located|described|considered|known|found|based|situated|include|contain|used|people|members?|belong)$/;
const ENOUGH = 0.6;

/** Most of the words, and every name among them. */
function holds(passage: Passage, claim: readonly Token[]): boolean {
  const said = claim.filter((word) => says(passage, word));
  const names = claim.filter(({ isCapital }) => isCapital);
  return names.every((name) => said.includes(name)) && said.length >= claim.length * ENOUGH;
}
