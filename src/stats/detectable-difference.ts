import { normalQuantile } from './normal-quantile.ts';

export interface SpreadOptions {
  /** Standard deviation of the differences between two programs, question by question. */
  readonly deviation: number;
  readonly power?: number;
  readonly significance?: number;
}

/**
 * The smallest mean difference that a paired test on that many questions finds: (z₁ + z₂) σ / √n, with z₁ and z₂ the normal quantiles
 * of 1 - significance/2 and of the power. J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 1988, chapter 2.
 */
export function detectableDifference(questions: number, options: SpreadOptions): number {
  return distance(options) / Math.sqrt(questions);
}

/**
 * How many questions it takes to find a mean difference of that size. The inverse of `detectableDifference`.
 *
 * @throws RangeError for a difference of 0
 */
export function questionsForDifference(difference: number, options: SpreadOptions): number {
  if (difference === 0) throw new RangeError('no number of questions shows a difference of 0');
  return Math.ceil((distance(options) / difference) ** 2 - 1e-9);
}

function distance({ deviation, power = 0.8, significance = 0.05 }: SpreadOptions): number {
  return (normalQuantile(1 - significance / 2) + normalQuantile(power)) * deviation;
}
