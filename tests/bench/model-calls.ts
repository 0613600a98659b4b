import type { Fields } from '../../src/core/fields.ts';

/** Three passages of a kilobyte each. */
export const PASSAGES: readonly string[] = [0, 1, 2].map((index) =>
  `Sentence ${index} has the length that sentences have, and now and then a number such as 1234. `
    .repeat(12)
    .slice(0, 1024),
);

export const REPLY =
  '[[ ## reasoning ## ]]\nIt is said in [2].\n\n[[ ## answer ## ]]\nNobody\n\n[[ ## completed ## ]]\n';

export function demosOf(count: number): readonly Fields[] {
  return Array.from({ length: count }, (_, index) => ({
    augmented: true,
    context: PASSAGES,
    question: `Who was number ${index}?`,
    reasoning: 'It is said in the second passage.',
    answer: 'Nobody',
  }));
}

/** The fastest of what was measured, which other work on the machine disturbs the least. */
export function fastest(times: readonly number[]): number {
  return Math.min(...times);
}
