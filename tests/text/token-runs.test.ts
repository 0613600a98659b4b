import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dprTokens } from '../../src/text/dpr-tokens.ts';
import { normalizeAnswer } from '../../src/text/normalize-answer.ts';
import { answerTokens, containsAnyRun, containsRun } from '../../src/text/token-runs.ts';

describe('answerTokens', () => {
  it('leaves out articles and signs', () => {
    expect(answerTokens('The "Boil", in Kettle Sound')).toEqual(['boil', 'in', 'kettle', 'sound']);
  });

  it('takes the fast way only where it comes to the same', () => {
    const odd = fc.constantFrom(
      'a',
      'an',
      'The',
      ' ',
      '-',
      '_',
      'é',
      'e\u0301',
      'Σ',
      'ΑΣ',
      '\u0301',
      '’',
      '\0',
      '\u001c',
      '\u00a0',
      '日本',
    );
    const texts = fc.array(fc.oneof(odd, fc.string({ unit: 'binary' }), fc.string()), { maxLength: 12 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');

        expect(answerTokens(text)).toEqual(dprTokens(normalizeAnswer(text)));
      }),
      { numRuns: 2000 },
    );
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

describe('containsAnyRun', () => {
  it('finds what containsRun finds among the tokens of the text', () => {
    const word = fc.constantFrom('U.S.', 'us', 'the', 'Nile', "Nile's", 'nil', 'é', '-', 'a', '1,000', '1000');
    const texts = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(texts, fc.array(texts, { maxLength: 3 }), (text, answers) => {
        const runs = answers.map(answerTokens);

        expect(containsAnyRun(text, runs)).toBe(runs.some((run) => containsRun(answerTokens(text), run)));
      }),
      { numRuns: 2000 },
    );
  });
});
