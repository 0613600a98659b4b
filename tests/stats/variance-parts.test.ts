import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { varianceParts } from '../../src/stats/variance-parts.ts';

describe('varianceParts', () => {
  it('splits the variance as in a one-way analysis worked by hand', () => {
    // Means 2, 5, 8; each question varies by 1 within; the means vary by 9, of which 1/3 is sampling.
    const parts = varianceParts([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);

    expect(parts).toEqual({ sampling: 1, questions: 9 - 1 / 3, standardError: Math.sqrt(3) });
  });

  it('finds all of it between questions when samples agree', () => {
    expect(
      varianceParts([
        [1, 1],
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
    ).toEqual({
      sampling: 0,
      questions: 1 / 3,
      standardError: Math.sqrt(1 / 12),
    });
  });

  it('finds all of it in sampling when questions do not differ', () => {
    expect(
      varianceParts([
        [0, 1],
        [1, 0],
      ]),
    ).toEqual({ sampling: 0.5, questions: 0, standardError: 0 });
  });

  it('never gives a negative part', () => {
    const scores = fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 3 }), { minLength: 1 });
    fc.assert(
      fc.property(scores, (values) => {
        const { sampling, questions, standardError } = varianceParts(values);

        expect(Math.min(sampling, questions, standardError)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('refuses questions that were not asked equally often', () => {
    expect(() => varianceParts([[1], [1, 0]])).toThrow(RangeError);
    expect(() => varianceParts([[]])).toThrow(RangeError);
    expect(() => varianceParts([])).toThrow(RangeError);
  });
});
