import { type DateSpan, datesIn } from './dates.ts';
import { isFunctionWord } from './function-words.ts';
import { says } from './kinship.ts';
import { numbersIn, numberValue } from './numbers.ts';
import type { Option } from './options.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import type { Question } from './question.ts';
import { stemOf } from './stems.ts';

const EARLY = /^(first|earlier|older|oldest|earliest|before|sooner)$/;
const LATE = /^(later|younger|youngest|latest|newer|newest|recently|recent|last)$/;
const MORE =
  /^(more|most|larger|largest|bigger|biggest|higher|highest|taller|tallest|longer|longest|greater|greatest|deeper|farther|heavier)$/;
const FEWER = /^(fewer|less|least|fewest|smaller|smallest|shorter|shortest|lower|lowest)$/;
const TRADES = /^(professions?|occupations?|careers?|roles|jobs|trades)$/;

/** The index of the option that the question asks for; null when nothing in the passages tells the two apart. */
export function chooseOption(question: Question, options: readonly [Option, Option]): 0 | 1 | null {
  const measure = measureOf(question);
  const [left, right] = options.map(({ passage }) => (passage === null ? null : (measure?.value(passage) ?? null)));
  if (measure === null || left == null || right == null || left === right) return byProperty(question, options);
  return left < right === (measure.wants === 'least') ? 0 : 1;
}

interface Measure {
  readonly wants: 'least' | 'most';
  readonly value: (passage: Passage) => number | null;
}

function measureOf(question: Question): Measure | null {
  const has = (pattern: RegExp) => question.tokens.some(({ lower }) => pattern.test(lower));
  if (has(/^(longer|longest)$/) && has(/^(life|lived|lifespan|career)$/)) return { wants: 'most', value: lifeSpan };
  if (has(LATE)) return { wants: 'most', value: (passage) => dateOf(passage, eventOf(question)) };
  if (has(EARLY)) return { wants: 'least', value: (passage) => dateOf(passage, eventOf(question)) };
  if (has(MORE) && has(TRADES)) return { wants: 'most', value: ({ topic }) => topic.nouns.length };
  const units = unitsOf(question);
  if (has(MORE)) return { wants: 'most', value: (passage) => amountOf(passage, units) };
  return has(FEWER) ? { wants: 'least', value: (passage) => amountOf(passage, units) } : null;
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

function distanceTo({ tokens }: Passage, { from, to }: DateSpan, stem: string): number {
  const places = tokens.flatMap((token, at) => (token.stem === stem ? [at] : []));
  return Math.min(...places.map((at) => (at < from ? from - at : at - to + 1)), Number.POSITIVE_INFINITY);
}

function lifeSpan({ tokens, sentences }: Passage): number | null {
  const dates = datesIn(tokens, sentences[0] ?? { from: 0, to: 0 }).filter(({ kind }) => kind !== 'range');
  const [birth, death] = dates;
  return birth === undefined || death === undefined ? null : death.order - birth.order;
}

function unitsOf({ tokens }: Question): ReadonlySet<string> {
  const words = tokens.filter(({ kind, lower }) => kind === 'word' && !isFunctionWord(lower));
  const units = words.filter(({ lower }) => !MORE.test(lower) && !FEWER.test(lower)).map(({ stem }) => stem);
  const isHeight = tokens.some(({ lower }) => /^(tall|high)/.test(lower));
  return new Set(isHeight ? [...units, ...['feet', 'ft', 'm', 'metres', 'storeys', 'floors'].map(stemOf)] : units);
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

/** The option whose passage says more of the words that the question asks about. */
function byProperty({ tokens }: Question, options: readonly [Option, Option]): 0 | 1 | null {
  const isOfOption = (at: number) => options.some(({ span }) => at >= span.from && at < span.to);
  const asked = tokens.filter(({ kind, lower }, at) => kind !== 'mark' && !isFunctionWord(lower) && !isOfOption(at));
  const [left = 0, right = 0] = options.map(
    ({ passage }) =>
      new Set(asked.filter((word) => passage !== null && says(passage, word)).map(({ stem }) => stem)).size,
  );
  return left === right ? null : left > right ? 0 : 1;
}
