import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growingHistogram } from '../../src/stats/growing-histogram.ts';

function binsOf(values: readonly number[], most = 4) {
  const histogram = growingHistogram(most);
  for (const value of values) histogram.add(value);
  return histogram.bins();
}

describe('growingHistogram', () => {
  it('has bins of one value while they are enough', () => {
    expect(binsOf([])).toEqual([]);
    expect(binsOf([1, 3, 3])).toEqual([
      { from: 1, to: 1, count: 1 },
      { from: 2, to: 2, count: 0 },
      { from: 3, to: 3, count: 2 },
    ]);
  });

  it('widens its bins for greater values', () => {
    expect(binsOf([1, 2, 3, 16])).toEqual([
      { from: 1, to: 4, count: 3 },
      { from: 5, to: 8, count: 0 },
      { from: 9, to: 12, count: 0 },
      { from: 13, to: 16, count: 1 },
    ]);
  });

  it('counts every value in the bin it belongs to, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (values) => {
        const bins = binsOf(values, 20);

        expect(bins.map(({ from, to }) => values.filter((value) => from <= value && value <= to).length)).toEqual(
          bins.map(({ count }) => count),
        );
        expect(binsOf(values.toReversed(), 20)).toEqual(bins);
        expect(bins.length).toBeLessThanOrEqual(20);
      }),
    );
  });

  it('refuses what is no length, and odd numbers of bins', () => {
    expect(() => binsOf([0])).toThrow(RangeError);
    expect(() => binsOf([1.5])).toThrow(RangeError);
    expect(() => growingHistogram(3)).toThrow(RangeError);
  });
});
