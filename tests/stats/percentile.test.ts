import { describe, expect, it } from 'vitest';
import { percentile } from '../../src/stats/percentile.ts';

describe('percentile', () => {
  it.each([
    [0, 15],
    [0.05, 15],
    [0.3, 20],
    [0.4, 20],
    [0.5, 35],
    [1, 50],
  ])("gives the textbook's nearest rank: %d of 15, 20, 35, 40, 50 is %d", (share, value) => {
    expect(percentile([50, 20, 15, 35, 40], share)).toBe(value);
  });

  it('compares numbers, not texts', () => {
    expect(percentile([9, 100], 0.5)).toBe(9);
  });

  it('refuses no values', () => {
    expect(() => percentile([], 0.5)).toThrow(new RangeError('no percentile of no values'));
  });
});
