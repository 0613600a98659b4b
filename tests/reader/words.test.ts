import { describe, expect, it } from 'vitest';

import { findName, tokenize } from '../../src/reader/words.ts';

const textsOf = (text: string) => tokenize(text).map((token) => token.text);

describe('tokenize', () => {
  it('keeps initials, abbreviations, numbers and hyphenated words whole', () => {
    expect(textsOf("J. K. Orne's U.S. half-truth cost 3,677.50 at St. Brede (1870–1918).")).toEqual([
      'J.',
      'K.',
      'Orne',
      "'s",
      'U.S.',
      'half-truth',
      'cost',
      '3,677.50',
      'at',
      'St.',
      'Brede',
      '(',
      '1870',
      '–',
      '1918',
      ')',
      '.',
    ]);
  });

  it('says where a token stands and what it is', () => {
    expect(tokenize(' Films, 12')).toEqual([
      { text: 'Films', lower: 'films', stem: 'film', start: 1, end: 6, kind: 'word', isCapital: true },
      { text: ',', lower: ',', stem: '', start: 6, end: 7, kind: 'mark', isCapital: false },
      { text: '12', lower: '12', stem: '12', start: 8, end: 10, kind: 'number', isCapital: false },
    ]);
  });
});

describe('findName', () => {
  const tokens = tokenize("Who edited Reader's Post, or The Post?");
  const whole = { from: 0, to: tokens.length };

  it('passes over the marks inside a name', () => {
    expect(findName(tokens, [tokenize('Post or the Post')], whole)).toEqual({ from: 4, to: 9 });
  });

  it('finds the first of the names that stands there, and only within the span', () => {
    expect(findName(tokens, [tokenize('Courier'), tokenize('Post')], whole)).toEqual({ from: 4, to: 5 });
    expect(findName(tokens, [tokenize('Post')], { from: 5, to: tokens.length })).toEqual({ from: 8, to: 9 });
    expect(findName(tokens, [tokenize('Courier'), []], whole)).toBeNull();
  });
});
