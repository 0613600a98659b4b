import { checkConfidence, type Interval } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * Bounds, 0 to 1, of the rate behind `successes` out of `total`; sensible also for few trials and for 0 or all successes.
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927, without continuity
 * correction. A sum of scores between 0 and 1 may stand for the successes; the interval is then wider than it need be.
 *
 * @throws RangeError unless 0 ≤ successes ≤ total, total > 0 and 0 < confidence < 1
 */
export function wilsonInterval(successes: number, total: number, confidence = 0.95): Interval {
  checkConfidence(confidence);
  if (!(total > 0 && successes >= 0 && successes <= total)) {
    throw new RangeError(`no rate for ${successes} successes out of ${total}`);
  }
  const z = normalQuantile((1 + confidence) / 2);
  const rate = successes / total;
  const scale = 1 + z ** 2 / total;
  const centre = (rate + z ** 2 / (2 * total)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / total + z ** 2 / (4 * total ** 2));
  // The formula gives exactly 0 and 1 at the ends; rounding would not.
  const low = successes === 0 ? 0 : centre - half;
  const high = successes === total ? 1 : centre + half;
  return { low, high, confidence };
}
