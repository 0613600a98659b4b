import { describe, expect, it } from 'vitest';
import { answerTokens, containsRun } from '../../src/text/token-runs.ts';

describe('answerTokens', () => {
  it('leaves out articles and signs', () => {
    expect(answerTokens('The "Boil", in Kettle Sound')).toEqual(['boil', 'in', 'kettle', 'sound']);
  });
});

describe('containsRun', () => {
  it.each([
    ['a b c', 'b c', true],
    ['a b c', 'a c', false],
    ['a b', 'a b c', false],
    ['a a b', 'a b', true],
    ['a', '', true],
    ['', '', true],
  ])('%j contains %j: %s', (tokens, run, expected) => {
    const words = (text: string) => text.split(' ').filter((word) => word !== '');

    expect(containsRun(words(tokens), words(run))).toBe(expected);
  });
});
