import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from '../../src/stats/paired-bootstrap.ts';
import vectors from '../fixtures/python-stats/vectors.json' with { type: 'json' };

describe('pairedBootstrap', () => {
  it.each(vectors.bootstrap)('draws what Python draws, seed $seed', ({ differences, low, high, ...options }) => {
    expect(pairedBootstrap(differences, options)).toEqual({ low, high, confidence: options.confidence });
  });

  it('comes near the bounds of all resamples', () => {
    const differences = [1, 0, 0, -1, 1];
    const means = Array.from({ length: 5 ** 5 }, (_, code) => meanOf(resample(differences, code))).sort(
      (a, b) => a - b,
    );
    const share = (bound: number): number => means.filter((mean) => mean < bound).length / means.length;

    const { low, high } = pairedBootstrap(differences, { seed: 3, resamples: 20_000 });

    expect(share(low)).toBeLessThanOrEqual(0.03);
    expect(share(high + 1e-9)).toBeGreaterThanOrEqual(0.97);
  });

  it('is a point where all differences are equal', () => {
    expect(pairedBootstrap([0.5, 0.5, 0.5], { seed: 1, resamples: 50 })).toEqual({
      low: 0.5,
      high: 0.5,
      confidence: 0.95,
    });
  });

  it('is reproducible, ordered and within the differences', () => {
    const differences = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(differences, fc.nat(), (values, seed) => {
        const options = { seed, resamples: 100 };
        const { low, high } = pairedBootstrap(values, options);

        expect(pairedBootstrap(values, options)).toEqual({ low, high, confidence: 0.95 });
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
    );
  });

  it('refuses to resample nothing', () => {
    expect(() => pairedBootstrap([], { seed: 1 })).toThrow(
      new RangeError('no bootstrap of 0 differences with 10000 resamples'),
    );
    expect(() => pairedBootstrap([1], { seed: 1, confidence: 0 })).toThrow(
      new RangeError('confidence 0 is not between 0 and 1'),
    );
  });
});

/** The resample with this number, of all there are. */
function resample(differences: readonly number[], code: number): number[] {
  return differences.map((_, place) => differences[Math.floor(code / 5 ** place) % 5] ?? 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
