import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import vectors from '../fixtures/python-stats/vectors.json' with { type: 'json' };

describe('mcnemar', () => {
  it('finds 3 gained and none lost by chance one time in four', () => {
    expect(mcnemar(3, 0)).toBe(0.25);
  });

  it.each(vectors.mcnemar)('gives $pValue for $gained gained, $lost lost', ({ gained, lost, pValue }) => {
    expect(Math.abs(mcnemar(gained, lost) - pValue)).toBeLessThanOrEqual(1e-14 * pValue);
  });

  it('counts every outcome at least as uneven', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (gained, lost) => {
        const trials = gained + lost;
        const outcomes = Array.from({ length: 2 ** trials }, (_, bits) => heads(bits));
        const uneven = outcomes.filter((count) => Math.abs(2 * count - trials) >= Math.abs(gained - lost));

        expect(mcnemar(gained, lost)).toBe(uneven.length / 2 ** trials);
      }),
    );
  });

  it('does not care which side is which', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (gained, lost) => {
        expect(mcnemar(gained, lost)).toBe(mcnemar(lost, gained));
      }),
      { numRuns: 30 },
    );
  });

  it('refuses what cannot be counted', () => {
    expect(() => mcnemar(-1, 0)).toThrow(new RangeError('-1 is not a number of questions'));
    expect(() => mcnemar(0, 0.5)).toThrow(new RangeError('0.5 is not a number of questions'));
  });
});

function heads(bits: number): number {
  return bits.toString(2).replaceAll('0', '').length;
}
