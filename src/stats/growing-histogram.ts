export interface Bin {
  /** Values from this one on … */
  readonly from: number;
  /** … up to this one, itself included. */
  readonly to: number;
  readonly count: number;
}

export interface GrowingHistogram {
  /** @throws RangeError for anything but a whole number from 1 on */
  add(value: number): void;
  /** From 1 to the bin of the greatest value; none without a value. */
  bins(): readonly Bin[];
}

/**
 * Counts whole numbers in at most `most` bins of equal width, a power of two: bins become twice as wide when a value is beyond them.
 * Memory does not grow with the values.
 *
 * @throws RangeError unless `most` is even and positive
 */
export function growingHistogram(most: number): GrowingHistogram {
  if (!Number.isInteger(most) || most < 2 || most % 2 === 1) throw new RangeError(`a histogram of ${most} bins`);
  let width = 1;
  let counts: number[] = new Array(most).fill(0);

  const widen = (): void => {
    width *= 2;
    counts = counts.map((_, index) => (counts[2 * index] ?? 0) + (counts[2 * index + 1] ?? 0));
  };

  return {
    add: (value) => {
      if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`a histogram of lengths, given ${value}`);
      while (value > most * width) widen();
      const bin = Math.ceil(value / width) - 1;
      counts[bin] = (counts[bin] ?? 0) + 1;
    },
    bins: () => {
      const last = counts.findLastIndex((count) => count > 0);
      return counts
        .slice(0, last + 1)
        .map((count, index) => ({ from: index * width + 1, to: (index + 1) * width, count }));
    },
  };
}
