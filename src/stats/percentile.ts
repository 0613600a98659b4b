/**
 * The smallest of the values that at least `share` of them do not exceed (nearest rank); `share` lies between 0 and 1.
 *
 * @throws RangeError without values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('no percentile of no values');
  return found;
}
