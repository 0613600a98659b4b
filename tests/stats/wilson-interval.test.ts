import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../src/stats/wilson-interval.ts';
import vectors from '../fixtures/python-stats/vectors.json' with { type: 'json' };

describe('wilsonInterval', () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('has the published bounds for %d of %d', (successes, total, low, high) => {
    const interval = wilsonInterval(successes, total);

    expect([interval.low, interval.high].map((bound) => Number(bound.toFixed(4)))).toEqual([low, high]);
  });

  it.each(vectors.wilson)(
    'solves the equation for $successes of $total',
    ({ successes, total, confidence, low, high }) => {
      const interval = wilsonInterval(successes, total, confidence);

      expect(interval.low).toBeCloseTo(low, 9);
      expect(interval.high).toBeCloseTo(high, 9);
      expect(interval.confidence).toBe(confidence);
    },
  );

  it('lies between 0 and 1, holds the observed rate and mirrors the failures', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000), (total, drawn) => {
        const successes = Math.min(drawn, total);
        const { low, high } = wilsonInterval(successes, total);
        const mirrored = wilsonInterval(total - successes, total);

        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / total);
        expect(high).toBeGreaterThanOrEqual(successes / total);
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
      }),
    );
  });

  it('refuses what is no rate', () => {
    expect(() => wilsonInterval(0, 0)).toThrow(new RangeError('no rate for 0 successes out of 0'));
    expect(() => wilsonInterval(3, 2)).toThrow(new RangeError('no rate for 3 successes out of 2'));
    expect(() => wilsonInterval(1, 2, 1)).toThrow(new RangeError('confidence 1 is not between 0 and 1'));
  });
});
