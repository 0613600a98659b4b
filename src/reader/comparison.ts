import { datesIn } from './dates.ts';
import { isFunctionWord } from './function-words.ts';
import { says } from './kinship.ts';
import { isUnit, numbersIn, numberValue } from './numbers.ts';
import type { Option } from './options.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import type { Question } from './question.ts';
import { stemOf } from './stems.ts';
import { lowerAt, type Span, type Token } from './words.ts';

const EARLY = /^(first|earlier|older|oldest|earliest|before|sooner)$/;
const LATE = /^(later|younger|youngest|latest|newer|newest|recently|recent|last)$/;
const MORE =
  /^(more|most|larger|largest|bigger|biggest|higher|highest|taller|tallest|longer|longest|greater|greatest|deeper|farther|heavier)$/;
const FEWER = /^(fewer|less|least|fewest|smaller|smallest|shorter|shortest|lower|lowest)$/;
const TRADES = /^(professions?|occupations?|careers?|roles|jobs|trades)$/;

/** The index of the option that the question asks for; null when nothing in the passages tells the two apart. */
export function chooseOption(question: Question, options: readonly [Option, Option]): 0 | 1 | null {
  const asked = wordsBeside(question, options);
  for (const { wants, value } of measuresOf(question, asked)) {
    const [left, right] = options.map(({ passage }) => (passage === null ? null : value(passage)));
    if (left != null && right != null && left !== right) return left < right === (wants === 'least') ? 0 : 1;
  }
  return byProperty(asked, options);
}

interface Measure {
  readonly wants: 'least' | 'most';
  readonly value: (passage: Passage) => number | null;
}

/** What the question compares, the best reading first; nothing when it names a property. */
function measuresOf(question: Question, asked: readonly Token[]): readonly Measure[] {
  const has = (pattern: RegExp) => question.tokens.some(({ lower }) => pattern.test(lower));
  if (has(/^(longer|longest)$/) && has(/^(life|lived|lifespan|career)$/)) return [{ wants: 'most', value: lifeSpan }];
  const date = (passage: Passage) => dateOf(passage, eventOf(question));
  if (has(LATE)) return [{ wants: 'most', value: date }];
  if (has(EARLY)) return [{ wants: 'least', value: date }];
  if (!has(MORE) && !has(FEWER)) return [];
  if (has(TRADES)) return [{ wants: 'most', value: ({ topic }) => topic.nouns.length }];
  const wants = has(MORE) ? 'most' : 'least';
  return [
    { wants, value: (passage) => amountOf(passage, unitsAmong(asked)) },
    { wants, value: (passage) => sizeOf(passage, dimensionOf(question)) },
  ];
}

const EVENT = /^(birth|death|releas|found|form|publish|open|establish|creat|start|build|fight|decid|launch)$/;

/** The stem of what happened first or last; a birth unless the question says something else. */
function eventOf({ tokens }: Question): string {
  return tokens.find(({ stem }) => EVENT.test(stem))?.stem ?? 'birth';
}

const EARLIEST = 372 * 100;
const NEAR_EVENT = 8;

/**
 * The date a passage gives for an event: a person's by its place in the first sentence, others beside the word, else
 * the first.
 */
function dateOf(passage: Passage, event: string): number | null {
  const dates = passage.sentences.map((span) => datesIn(passage.tokens, span).filter(({ order }) => order > EARLIEST));
  const life = dates[0]?.filter(({ kind }) => kind !== 'range') ?? [];
  if (event === 'death') return life[1]?.order ?? null;
  if (event === 'birth' && passage.topic.kind === 'person' && life[0] !== undefined) return life[0].order;
  const all = dates.flat();
  const distances = all.map((date) => distanceTo(passage, date, event));
  const closest = Math.min(...distances, NEAR_EVENT + 1);
  return (closest > NEAR_EVENT ? all[0] : all[distances.indexOf(closest)])?.order ?? null;
}

function distanceTo({ tokens }: Passage, { from, to }: Span, stem: string): number {
  const places = tokens.flatMap((token, at) => (token.stem === stem ? [at] : []));
  return Math.min(...places.map((at) => (at < from ? from - at : at - to + 1)), Number.POSITIVE_INFINITY);
}

function lifeSpan({ tokens, sentences }: Passage): number | null {
  const dates = datesIn(tokens, sentences[0] ?? { from: 0, to: 0 }).filter(({ kind }) => kind !== 'range');
  const [birth, death] = dates;
  return birth === undefined || death === undefined ? null : death.order - birth.order;
}

/** Stems of the words that a number may count. */
function unitsAmong(asked: readonly Token[]): ReadonlySet<string> {
  return new Set(asked.filter(({ lower }) => !MORE.test(lower) && !FEWER.test(lower)).map(({ stem }) => stem));
}

const UNIT_REACH = 6;

/** The number that stands closest before one of the units. */
function amountOf(passage: Passage, units: ReadonlySet<string>): number | null {
  let best: number | null = null;
  let closest = UNIT_REACH;
  for (const number of passage.sentences.flatMap((span) => numbersIn(passage.tokens, span))) {
    const behind = passage.tokens.slice(number.to, number.to + UNIT_REACH);
    const distance = behind.findIndex(({ stem }) => units.has(stem));
    if (distance < 0 || distance >= closest) continue;
    [best, closest] = [numberValue(textOf(passage, number)), distance];
  }
  return best;
}

const DIMENSIONS = [
  ['long', 'length', 'short'],
  ['tall', 'high', 'height', 'low'],
  ['deep', 'depth'],
  ['larg', 'big', 'area', 'siz', 'popul', 'small'],
].map((words) => words.map(stemOf));

/** Words for the dimension that a comparative such as `longer` compares; none for others. */
function dimensionOf({ tokens }: Question): readonly string[] {
  return DIMENSIONS.find((dimension) => tokens.some(({ stem }) => dimension.includes(stem))) ?? [];
}

/** The number with a unit that stands closest to a word for the dimension, else the first one. */
function sizeOf(passage: Passage, dimension: readonly string[]): number | null {
  const sizes = passage.sentences
    .flatMap((span) => numbersIn(passage.tokens, span))
    .filter(({ to }) => isUnit(lowerAt(passage.tokens, to)));
  const distances = sizes.map((size) => Math.min(...dimension.map((stem) => distanceTo(passage, size, stem))));
  const closest = sizes[distances.indexOf(Math.min(...distances))];
  return dimension.length === 0 || closest === undefined ? null : numberValue(textOf(passage, closest));
}

/** The content words of the question but for the options. */
function wordsBeside({ tokens }: Question, options: readonly Option[]): readonly Token[] {
  const isOfOption = (at: number) => options.some(({ span }) => at >= span.from && at < span.to);
  return tokens.filter(({ kind, lower }, at) => kind !== 'mark' && !isFunctionWord(lower) && !isOfOption(at));
}

/** The option whose passage says more of the words that the question asks about. */
function byProperty(asked: readonly Token[], options: readonly [Option, Option]): 0 | 1 | null {
  const [left = 0, right = 0] = options.map(
    ({ passage }) =>
      new Set(asked.filter((word) => passage !== null && says(passage, word)).map(({ stem }) => stem)).size,
  );
  return left === right ? null : left > right ? 0 : 1;
}
