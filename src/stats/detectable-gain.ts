import { normalQuantile } from './normal-quantile.ts';

export interface PowerOptions {
  /** Share of the questions on which the two programs differ, 0 to 1: gained and lost together. */
  readonly discordance: number;
  /** Chance of finding a gain that is there. */
  readonly power?: number;
  /** Chance of finding one that is not there, two-sided. */
  readonly significance?: number;
}

/**
 * How many questions it takes to find a gain of `gain` (share of questions, candidate minus baseline) with a McNemar test.
 *
 * n = (z₁ √d + z₂ √(d - g²))² / g², with gain g, discordance d, z₁ and z₂ the normal quantiles of 1 - significance/2 and of the power:
 * R. J. Connor, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43, 1987. An
 * approximation for large n: the exact test needs a few questions more.
 *
 * @throws RangeError unless 0 < |gain| ≤ discordance ≤ 1
 */
export function questionsNeeded(gain: number, options: PowerOptions): number {
  const { discordance } = options;
  if (!(Math.abs(gain) > 0 && Math.abs(gain) <= discordance && discordance <= 1)) {
    throw new RangeError(`no gain of ${gain} where ${discordance} of the questions differ`);
  }
  // Guards against 20.000000000000004 becoming 21.
  return Math.ceil(connor(Math.abs(gain), options) - 1e-9);
}

export interface DetectionOptions {
  /** Share of the questions that the better program loses all the same, 0 to 0.5; at 0.5 it gains none more. */
  readonly losses: number;
  readonly power?: number;
  readonly significance?: number;
}

/**
 * The smallest gain (share of questions) which a McNemar test on that many questions finds; null when not even the largest possible
 * one would be. The inverse of `questionsNeeded`, where gained and lost questions add up to the gain and twice the losses.
 *
 * @throws RangeError unless questions ≥ 1 and 0 ≤ losses ≤ 0.5
 */
export function detectableGain(questions: number, { losses, ...options }: DetectionOptions): number | null {
  if (!(questions >= 1 && losses >= 0 && losses <= 0.5)) {
    throw new RangeError(`no power of ${questions} questions of which ${losses} are lost`);
  }
  const needed = (gain: number) => connor(gain, { ...options, discordance: gain + 2 * losses });
  let [tooSmall, enough] = [0, 1 - 2 * losses];
  if (needed(enough) > questions) return null;
  // The larger the gain, the fewer questions it takes; 60 halvings reach the precision of floats.
  for (let round = 0; round < 60; round += 1) {
    const middle = (tooSmall + enough) / 2;
    if (needed(middle) > questions) tooSmall = middle;
    else enough = middle;
  }
  return enough;
}

function connor(gain: number, { discordance, power = 0.8, significance = 0.05 }: PowerOptions): number {
  const found = normalQuantile(1 - significance / 2) * Math.sqrt(discordance);
  const missed = normalQuantile(power) * Math.sqrt(discordance - gain ** 2);
  return ((found + missed) / gain) ** 2;
}
