/**
 * The probability, when neither side is better, that the questions on which two programs differ split at least this unevenly:
 * `gained` of them for the one, `lost` for the other. Two-sided and exact (binomial with one half); 1 when there are none.
 *
 * Q. McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12, 1947, in its
 * exact form. Cost: a sum of min(gained, lost) whole numbers.
 *
 * @throws RangeError unless both are whole numbers from 0
 */
export function mcnemar(gained: number, lost: number): number {
  for (const count of [gained, lost]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} is not a number of questions`);
  }
  const trials = gained + lost;
  const tail = binomialTail(trials, Math.min(gained, lost));
  // Twice the tail counts the middle twice when the split is even.
  return Math.min(1, ratioToPowerOfTwo(2n * tail, trials));
}

/** In how many of the 2^trials outcomes there are at most `most` heads. */
function binomialTail(trials: number, most: number): bigint {
  let outcomes = 1n;
  let sum = 1n;
  for (let heads = 1; heads <= most; heads += 1) {
    outcomes = (outcomes * BigInt(trials - heads + 1)) / BigInt(heads);
    sum += outcomes;
  }
  return sum;
}

/** numerator / 2^exponent, for numbers far beyond the range of a float. */
function ratioToPowerOfTwo(numerator: bigint, exponent: number): number {
  const excess = Math.max(0, numerator.toString(16).length * 4 - 64);
  return Number(numerator >> BigInt(excess)) * 2 ** (excess - exponent);
}
