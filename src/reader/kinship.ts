import type { Passage } from './passage.ts';
import { stemOf } from './stems.ts';
import type { Token } from './words.ts';

/** Words and what is a case of them: a passage that says `novelist` says `writer`. */
const CASES: Readonly<Record<string, string>> = {
  musician:
    'singer songwriter guitarist drummer bassist composer rapper pianist vocalist violinist band keyboardist saxophonist',
  singer: 'vocalist songwriter rapper frontman soprano tenor',
  author: 'writer novelist poet playwright essayist journalist',
  writer: 'author novelist poet playwright screenwriter essayist journalist songwriter',
  filmmaker: 'director producer screenwriter',
  director: 'filmmaker',
  film: 'movie documentary comedy drama thriller sequel',
  plant: 'genus flowering shrub tree herb fern cactus orchid grass vine palm',
  athlete: 'player footballer runner swimmer boxer wrestler racer golfer cricketer',
  magazine: 'periodical journal',
  company: 'corporation firm manufacturer conglomerate',
  band: 'group duo trio quartet',
  building: 'skyscraper tower house',
};

const CASES_BY_STEM: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(CASES).map(([word, cases]) => [stemOf(word), new Set(cases.split(' ').map(stemOf))]),
);

const AMERICAN = /^(american?|u\.s\.|us|usa|united|states)$/;
const ROOT_LENGTH = 4;

/**
 * Whether a passage says a word, an inflection of it, a name of the same root (`English`, `England`) or a case of it.
 */
export function says({ tokens, topic }: Passage, word: Token): boolean {
  const cases = CASES_BY_STEM.get(word.stem);
  const definition = tokens.slice(topic.definition.from, topic.definition.to);
  return tokens.some((token) => isSame(token, word)) || definition.some(({ stem }) => cases?.has(stem) === true);
}

function isSame(token: Token, word: Token): boolean {
  if (token.stem === word.stem) return true;
  if (!token.isCapital || !word.isCapital) return false;
  if (AMERICAN.test(token.lower) && AMERICAN.test(word.lower)) return true;
  return word.lower.length >= ROOT_LENGTH && token.lower.startsWith(word.lower.slice(0, ROOT_LENGTH));
}
