import type { PageData, PageQuestion, PageResult } from './page-data.ts';

/** What the reader asked to see; an empty text asks for everything. */
export interface Filter {
  readonly search: string;
  /** `1:wrong`: position of the program and outcome. */
  readonly outcome: string;
  /** `1:retrieved, not used`: position of the program and diagnosis. */
  readonly diagnosis: string;
  readonly change: string;
  readonly order: Order;
}

export const ORDERS = ['in order', 'slowest first', 'most tokens first'] as const;
export type Order = (typeof ORDERS)[number];

export type Choice = 'outcome' | 'diagnosis';

/** Positions of the questions to show, in the order to show them. */
export function chooseQuestions({ questions }: PageData, filter: Filter): number[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = questions.flatMap((question, index) => (isWanted(question, filter, words) ? [index] : []));
  const size = SIZES[filter.order];
  if (size === null) return chosen;
  const sizeAt = (index: number): number => Math.max(...(questions[index]?.results.map(size) ?? []));
  return chosen.sort((left, right) => sizeAt(right) - sizeAt(left));
}

const SIZES: Readonly<Record<Order, ((result: PageResult) => number) | null>> = {
  'in order': null,
  'slowest first': ({ durationMs }) => durationMs ?? 0,
  'most tokens first': ({ tokens }) => tokens,
};

function isWanted(question: PageQuestion, filter: Filter, words: readonly string[]): boolean {
  const { results, change } = question;
  return (
    (filter.change === '' || filter.change === change) &&
    (filter.outcome === '' || results.some((result) => keyOf(result, 'outcome') === filter.outcome)) &&
    (filter.diagnosis === '' || results.some((result) => keyOf(result, 'diagnosis') === filter.diagnosis)) &&
    hasWords(question, words)
  );
}

/** What `Filter` holds for the results like this one. */
export function keyOf(result: PageResult, choice: Choice): string {
  return `${result.program}:${result[choice]}`;
}

function hasWords(question: PageQuestion, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = textOf(question).toLowerCase();
  return words.every((word) => text.includes(word));
}

function textOf({ id, question, expected, results }: PageQuestion): string {
  const found = results.flatMap(({ answer, error, passages }) => [
    answer,
    error,
    ...passages.map(({ title }) => title),
  ]);
  return [id, question, expected, ...found].join('\n');
}
