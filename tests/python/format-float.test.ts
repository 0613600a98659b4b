import { describe, expect, it } from 'vitest';
import { orjsonFloatText, pythonFloatText } from '../../src/python/format-float.ts';

describe('pythonFloatText', () => {
  it.each([
    [15, '15.0'],
    [-0, '-0.0'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('writes %d as %s', (value, text) => {
    expect(pythonFloatText(value)).toBe(text);
  });
});

describe('orjsonFloatText', () => {
  it.each([
    [15, '15.0'],
    [0.00001, '0.00001'],
    [0.000001, '1e-6'],
    [1e16, '1e+16'],
    [Number.NaN, 'null'],
  ])('writes %d as %s', (value, text) => {
    expect(orjsonFloatText(value)).toBe(text);
  });
});
