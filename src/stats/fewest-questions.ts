/**
 * The smallest number of questions on which an exact paired test can find a difference at all. On fewer, not even a gain on every
 * question does: one sign in 2^n is as extreme, and so is its opposite, which makes 2 / 2^n of McNemar's test and of the permutation
 * test alike. 6 for a significance of 0.05.
 */
export function fewestQuestions(significance: number): number {
  return Math.floor(Math.log2(2 / significance)) + 1;
}
