import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemes } from '../../src/chunkers/graphemes.ts';

describe('graphemes', () => {
  it('keeps together what readers take for one letter', () => {
    expect([...graphemes(10)('ae\u0301👩‍👧🇫🇷🇩🇪\r\n')]).toEqual(['a', 'e\u0301', '👩‍👧', '🇫🇷', '🇩🇪', '\r\n']);
  });

  it('cuts a letter of too many code points between these', () => {
    expect([...graphemes(2)('👩‍👧a')]).toEqual(['👩', '\u200d', '👧', 'a']);
  });

  it('gives the same letters for a long text as for its parts', () => {
    const letters = fc.array(fc.constantFrom('a', 'e\u0301', '👩‍👧', '🇫🇷', '한'), { minLength: 300, maxLength: 900 });
    fc.assert(
      fc.property(letters, (parts) => {
        expect([...graphemes(10)(parts.join(''))]).toEqual(parts);
      }),
      { numRuns: 20 },
    );
  });

  it('takes a text of a hundred thousand letters', () => {
    expect([...graphemes(10)('日本語の'.repeat(25_000))]).toHaveLength(100_000);
  });
});
