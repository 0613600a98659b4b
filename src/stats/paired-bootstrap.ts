import { pythonRandom } from '../python/random.ts';
import { checkConfidence, type Interval } from './interval.ts';

export interface BootstrapOptions {
  readonly seed: number;
  readonly resamples?: number;
  readonly confidence?: number;
}

/**
 * Bounds of the mean difference between two programs: the middle `confidence` of the means of random resamples.
 *
 * `differences` holds one number per question, candidate minus baseline. The same seed gives the same bounds. Percentile method:
 * B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Cost: `resamples` (10 000) times the
 * number of questions.
 *
 * @throws RangeError without differences or resamples, or unless 0 < confidence < 1
 */
export function pairedBootstrap(differences: readonly number[], options: BootstrapOptions): Interval {
  const { seed, resamples = 10_000, confidence = 0.95 } = options;
  checkConfidence(confidence);
  if (differences.length === 0 || resamples < 1) {
    throw new RangeError(`no bootstrap of ${differences.length} differences with ${resamples} resamples`);
  }
  const { randbelowMany } = pythonRandom(seed);
  const values = Float64Array.from(differences);
  const places = new Uint32Array(values.length);
  const means = new Float64Array(resamples).map(() => {
    randbelowMany(values.length, places);
    return meanAt(places, values);
  });
  means.sort();
  return { low: quantile(means, (1 - confidence) / 2), high: quantile(means, (1 + confidence) / 2), confidence };
}

/** Indexed loops: this runs for every question of every resample. */
function meanAt(places: Uint32Array, values: Float64Array): number {
  let sum = 0;
  for (let drawn = 0; drawn < places.length; drawn += 1) sum += values[places[drawn] ?? 0] ?? 0;
  return sum / places.length;
}

/** Between two neighbours, in proportion (R's type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (above - below) * (position % 1);
}
