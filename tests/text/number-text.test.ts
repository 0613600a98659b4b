import { describe, expect, it } from 'vitest';
import {
  costText,
  countText,
  intervalText,
  millisecondsText,
  percentText,
  pointsText,
  probabilityText,
} from '../../src/text/number-text.ts';

describe('percentText', () => {
  it('has two decimals', () => expect(percentText(41.666)).toBe('41.67 %'));
});

describe('pointsText', () => {
  it.each([
    [35, '+35.00'],
    [-1.666, '−1.67'],
    [0, '0.00'],
    [-0.004, '0.00'],
  ])('writes %f as %s', (value, text) => expect(pointsText(value)).toBe(text));
});

describe('probabilityText', () => {
  it.each([
    [0.25, 'p = 0.2500'],
    [0.0001, 'p = 0.0001'],
    [0.00009, 'p < 0.0001'],
  ])('writes %f as %s', (value, text) => expect(probabilityText(value)).toBe(text));
});

describe('intervalText', () => {
  it('writes each bound as it is told to', () => {
    expect(intervalText({ low: -1.5, high: 30, confidence: 0.95 }, pointsText)).toBe('95 % interval −1.50 to +30.00');
  });
});

describe('costText', () => {
  it('has as many digits as say something', () => {
    expect([0.000400123, 0.1, 12.345].map(costText)).toEqual(['0.0004', '0.1', '12.3']);
  });
});

describe('millisecondsText', () => {
  it.each([
    [0, '0 ms'],
    [85.23, '85.2 ms'],
    [999, '999 ms'],
    [1240, '1.24 s'],
    [75_000, '75 s'],
  ])('writes %f as %s', (value, text) => expect(millisecondsText(value)).toBe(text));
});

describe('countText', () => {
  it.each([
    [7, '7'],
    [999, '999'],
    [12_345.4, '12\u202f345'],
    [1_234_567, '1\u202f234\u202f567'],
  ])('writes %f as %s', (value, text) => expect(countText(value)).toBe(text));
});
