import { type DateSpan, datesIn, isYear } from './dates.ts';
import { isDemonym, listsOf, readingsOf } from './name-readings.ts';
import { namesIn, quotedIn } from './names.ts';
import { kindOfNoun } from './noun-kinds.ts';
import { numbersIn, withUnit } from './numbers.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import { phrasesIn } from './phrases.ts';
import type { Question } from './question.ts';
import { slotsIn } from './slot.ts';
import { lowerAt, type Span } from './words.ts';

export type Shape = 'name' | 'quoted' | 'topic' | 'demonym' | 'list' | 'number' | 'phrase' | DateSpan['kind'];

/**
 * A place in a passage that could be the answer. A topic is mentioned by its passage as a whole and has an empty span.
 */
export interface Mention extends Span {
  readonly passage: Passage;
  /** Index of the sentence. */
  readonly sentence: number;
  readonly shape: Shape;
  readonly text: string;
  /** The same for the spellings of one answer. */
  readonly key: string;
}

/** Everything in the passages that could be the answer, in reading order. */
export function mentionsIn(question: Question, passages: readonly Passage[]): readonly Mention[] {
  return passages.flatMap((passage) => [
    ...topicMention(passage),
    ...passage.sentences.flatMap((_, sentence) => mentionsOf(question, passage, sentence)),
  ]);
}

/** Lower case, without punctuation, a leading article and doubled spaces. */
export function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/["“”'’.,()]/g, '')
    .replace(/^(the|a|an) /, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function topicMention(passage: Passage): readonly Mention[] {
  const { label, isSubject } = passage.topic;
  if (label === '' || !isSubject) return [];
  return [{ passage, sentence: 0, shape: 'topic', text: label, key: keyOf(label), from: 0, to: 0 }];
}

function mentionsOf(question: Question, passage: Passage, sentence: number): readonly Mention[] {
  const span = passage.sentences[sentence] ?? { from: 0, to: 0 };
  const { tokens } = passage;
  const all = (shape: Shape, spans: readonly Span[]) => spans.map((at) => toMention(passage, sentence, shape, at));
  const quoted = quotedIn(passage, span);
  const names = namesIn(passage, span).filter((name) => !quoted.some((quote) => contains(quote, name)));
  const dates = datesIn(tokens, span);
  const numbers = numbersIn(tokens, span);
  return [
    ...names.flatMap((name) => all(isDemonym(passage, name) ? 'demonym' : 'name', [name])),
    ...all('name', readingsOf(passage, names)),
    ...all('list', isListAsked(question) ? listsOf(passage, names) : []),
    ...all('quoted', quoted),
    ...dates.flatMap((date) => all(date.kind, [date])),
    ...all(
      'year',
      dates.flatMap((date) => yearOf(passage, date)),
    ),
    ...all('number', isMeasureAsked(question) ? numbers.map((number) => withUnit(tokens, number)) : numbers),
    ...all('phrase', phrasesIn(tokens, span, new Set(question.tokens.map(({ stem }) => stem)))),
    ...all('phrase', slotsIn(question, passage, span)),
  ];
}

function toMention(passage: Passage, sentence: number, shape: Shape, span: Span): Mention {
  const text = textOf(passage, span);
  return { passage, sentence, shape, text, key: keyOf(text), from: span.from, to: span.to };
}

function contains(outer: Span, inner: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** The year that ends a full date. */
function yearOf({ tokens }: Passage, { from, to, kind }: DateSpan): readonly Span[] {
  return kind === 'date' && to - from > 1 && isYear(lowerAt(tokens, to - 1)) ? [{ from: to - 1, to }] : [];
}

/** `who were the directors`, `which other teams`. */
function isListAsked({ head, kind, tokens, focus }: Question): boolean {
  if (head === null) return kind === 'person' && /^(are|were)$/.test(lowerAt(tokens, focus.to));
  return /[^s]s$/.test(head) && kindOfNoun(head) !== null && head !== 'series';
}

/** `how long`, `what height`: the unit belongs to the answer. */
function isMeasureAsked({ kind, head }: Question): boolean {
  if (kind !== 'number') return false;
  return (
    head === null ||
    /^(height|length|distance|depth|size|weight|elevation|wingspan|width|diameter|speed|altitude)$/.test(head)
  );
}
