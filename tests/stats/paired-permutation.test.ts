import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { pairedPermutation } from '../../src/stats/paired-permutation.ts';
import vectors from '../fixtures/python-stats/vectors.json' with { type: 'json' };

describe('pairedPermutation', () => {
  it.each(vectors.permutation)('counts what Python counts: $pValue', ({ differences, pValue }) => {
    expect(pairedPermutation(differences, { seed: 0 })).toEqual({ pValue, isExact: true });
  });

  it('is the exact McNemar test for differences of one', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), fc.nat(5), (gained, lost, equal) => {
        const differences = [...Array(gained).fill(1), ...Array(lost).fill(-1), ...Array(equal).fill(0)];

        expect(pairedPermutation(differences, { seed: 0 }).pValue).toBe(mcnemar(gained, lost));
      }),
    );
  });

  it('takes sums that differ only in rounding as equal', () => {
    const differences = [0.1, 0.2, 0.3];

    expect(pairedPermutation(differences, { seed: 0 }).pValue).toBe(0.25);
    expect(pairedPermutation(differences.toReversed(), { seed: 0 }).pValue).toBe(0.25);
  });

  it('draws signs where there are too many to look at all', () => {
    const differences = [...Array(20).fill(1), ...Array(8).fill(-1), ...Array(70).fill(0)];

    const drawn = pairedPermutation(differences, { seed: 5, samples: 20_000 });

    expect(drawn.isExact).toBe(false);
    expect(Math.abs(drawn.pValue - mcnemar(20, 8))).toBeLessThan(0.005);
    expect(pairedPermutation(differences, { seed: 5, samples: 20_000 })).toEqual(drawn);
  });

  it('never claims more than the draws can show', () => {
    expect(pairedPermutation(Array(40).fill(1), { seed: 1, samples: 99 })).toEqual({ pValue: 0.01, isExact: false });
  });

  it('finds nothing in nothing', () => {
    expect(pairedPermutation([], { seed: 0 })).toEqual({ pValue: 1, isExact: true });
    expect(pairedPermutation([0, 0], { seed: 0 })).toEqual({ pValue: 1, isExact: true });
  });
});
