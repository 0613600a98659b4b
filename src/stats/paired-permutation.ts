import { pythonRandom } from '../python/random.ts';

/** Up to this many differences all 2^n changes of sign are looked at. */
const MOST_ENUMERATED = 20;

export interface PermutationOptions {
  readonly seed: number;
  /** Drawn when there are too many differences to look at all changes of sign. */
  readonly samples?: number;
}

export interface PermutationTest {
  /** Two-sided. */
  readonly pValue: number;
  /** True when every change of sign was looked at, false when some were drawn. */
  readonly isExact: boolean;
}

/**
 * The probability, when neither program is better, of a mean difference at least this far from 0.
 *
 * `differences` holds one number per question, candidate minus baseline; under the hypothesis each could as well have the other
 * sign. Zeros carry no information and are left out. R. A. Fisher, "The Design of Experiments", 1935, section 21. For
 * differences of 1 and -1 this is the exact McNemar test. Cost: 2^20 sums at most, or `samples` (10 000) sums of all differences.
 */
export function pairedPermutation(differences: readonly number[], options: PermutationOptions): PermutationTest {
  const sizes = differences.filter((difference) => difference !== 0).map(Math.abs);
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  // Sums of the same numbers in another order may differ in their last digits.
  const bound = observed - 1e-9 * sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length <= MOST_ENUMERATED) {
    return { pValue: countExtreme(sizes, bound, 0, 0) / 2 ** sizes.length, isExact: true };
  }
  const { seed, samples = 10_000 } = options;
  const { getrandbits } = pythonRandom(seed);
  let extreme = 0;
  for (let drawn = 0; drawn < samples; drawn += 1) {
    if (Math.abs(withSigns(sizes, getrandbits(sizes.length))) >= bound) extreme += 1;
  }
  // The observed signs are one of the draws (B. Phipson and G. Smyth, 2010): a p-value of 0 would claim too much.
  return { pValue: (extreme + 1) / (samples + 1), isExact: false };
}

/** How many ways of signing the sizes from `index` on, added to `sum`, end at least `bound` away from 0. */
function countExtreme(sizes: readonly number[], bound: number, index: number, sum: number): number {
  const size = sizes[index];
  if (size === undefined) return Math.abs(sum) >= bound ? 1 : 0;
  return countExtreme(sizes, bound, index + 1, sum + size) + countExtreme(sizes, bound, index + 1, sum - size);
}

function withSigns(sizes: readonly number[], bits: bigint): number {
  const signs = bits.toString(2).padStart(sizes.length, '0');
  return sizes.reduce((sum, size, index) => sum + (signs[index] === '1' ? size : -size), 0);
}
