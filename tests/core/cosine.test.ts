import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosine } from '../../src/core/cosine.ts';

describe('cosine', () => {
  it.each([
    [[3, 4], [6, 8], 1],
    [[3, 4], [-3, -4], -1],
    [[3, 4], [4, 3], 0.96],
    [[1, 0], [0, 1], 0],
    [[0, 0], [1, 0], 0],
    [[1, 0], [1, 0, 0], 0],
  ])('of %j and %j is %d', (left, right, expected) => {
    expect(cosine(Float32Array.from(left), Float32Array.from(right))).toBeCloseTo(expected, 6);
  });

  it('does not depend on lengths, nor on which comes first', () => {
    const vector = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(vector, vector, fc.integer({ min: 1, max: 100 }), (left, right, factor) => {
        const [a, b] = [Float32Array.from(left), Float32Array.from(right)];
        const longer = a.map((value) => value * factor);

        expect(cosine(longer, b)).toBeCloseTo(cosine(b, a), 6);
      }),
    );
  });
});
