import { describe, expect, it } from 'vitest';
import { numbersAsDigits } from '../../src/text/number-words.ts';

describe('numbersAsDigits', () => {
  it.each([
    ['seven', '7'],
    ['twenty', '20'],
    ['twenty one', '21'],
    ['ninety nine red balloons', '99 red balloons'],
    ['twenty twelve', '20 12'],
    ['one two', '1 2'],
    ['twenty zero', '20 0'],
    ['seventh', 'seventh'],
    ['', ''],
  ])('writes %j as %j', (words, digits) => {
    expect(numbersAsDigits(words.split(' ')).join(' ')).toBe(digits);
  });
});
