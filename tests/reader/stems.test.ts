import { describe, expect, it } from 'vitest';

import { stemOf } from '../../src/reader/stems.ts';

describe('stemOf', () => {
  it.each([
    ['directed', 'director', 'directs', 'directing'],
    ['produced', 'producer', 'production', 'produces'],
    ['city', 'cities'],
    ['actor', 'actress', 'acting'],
    ['starred', 'stars', 'starring'],
    ['born', 'birth', 'birthplace'],
    ['wrote', 'written', 'writer', 'writes'],
    ['film', 'movie', 'films'],
  ])('is the same for %s and its kin', (...words) => {
    expect(new Set(words.map(stemOf)).size).toBe(1);
  });

  it('leaves short words and numbers alone', () => {
    expect(['bus', 'is', '1962', 'ed'].map(stemOf)).toEqual(['bus', 'is', '1962', 'ed']);
  });
});
