import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeVector } from '../../src/stores/normalize-vector.ts';

describe('normalizeVector', () => {
  it('gives the vector length 1', () => {
    expect(normalizeVector(Float32Array.of(3, 4))).toEqual(Float32Array.of(0.6, 0.8));
  });

  it.each([
    ['zero', [0, 0]],
    ['too short to have a direction', [3e-4, 1e-4]],
    ['within a millionth of length 1', [1.0000004, 0]],
  ])('returns the same object for a vector that is %s', (_name, numbers) => {
    const vector = Float32Array.from(numbers);

    expect(normalizeVector(vector)).toBe(vector);
  });

  it('changes a vector just outside these limits', () => {
    expect(normalizeVector(Float32Array.of(3.5e-4, 0))).toEqual(Float32Array.of(1, 0));
    expect(normalizeVector(Float32Array.of(1.000002, 0))).toEqual(Float32Array.of(1, 0));
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 64, min: -100, max: 100, noNaN: true }), (vector) => {
        const once = normalizeVector(vector);

        expect(normalizeVector(once)).toBe(once);
      }),
    );
  });
});
