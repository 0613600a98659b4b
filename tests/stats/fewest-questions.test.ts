import { describe, expect, it } from 'vitest';
import { fewestQuestions } from '../../src/stats/fewest-questions.ts';
import { mcnemar } from '../../src/stats/mcnemar.ts';
import { pairedPermutation } from '../../src/stats/paired-permutation.ts';

describe('fewestQuestions', () => {
  it.each([0.1, 0.0625, 0.05, 0.01, 0.001])(
    'is where a gain on every question becomes significant: %d',
    (significance) => {
      const fewest = fewestQuestions(significance);

      expect(mcnemar(fewest, 0)).toBeLessThan(significance);
      expect(mcnemar(fewest - 1, 0)).toBeGreaterThanOrEqual(significance);
      expect(pairedPermutation(new Array(fewest).fill(0.5), { seed: 0 }).pValue).toBeLessThan(significance);
      expect(pairedPermutation(new Array(fewest - 1).fill(0.5), { seed: 0 }).pValue).toBeGreaterThanOrEqual(
        significance,
      );
    },
  );

  it('is 6 for the significance of a verdict', () => {
    expect(fewestQuestions(0.05)).toBe(6);
  });
});
