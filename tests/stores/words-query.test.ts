import { describe, expect, it } from 'vitest';
import { wordsQuery } from '../../src/stores/words-query.ts';

describe('wordsQuery', () => {
  it.each([
    ['What is the capital of France?', '"capital" OR "france"'],
    ['Who is he?', '"who" OR "is" OR "he"'],
    ["Arthur's Magazine or First for Women", '"arthur" OR "magazine" OR "first" OR "women"'],
    ['bees, BEES and Bee', '"bees"'],
    [
      '"quoted" AND (a NEAR b) NOT c* ^d title:x -y {z}',
      '"quoted" OR "near" OR "b" OR "c" OR "title" OR "x" OR "y" OR "z"',
    ],
    ['Где живёт 龍 and naïve café 42?', '"где" OR "живёт" OR "龍" OR "naive" OR "cafe" OR "42"'],
  ])('turns %j into its telling words', (question, query) => {
    expect(wordsQuery(question)).toBe(query);
  });

  it.each(['', '   ', '?!', '"', '***', '\u0000'])('finds no word in %j', (question) => {
    expect(wordsQuery(question)).toBeNull();
  });
});
