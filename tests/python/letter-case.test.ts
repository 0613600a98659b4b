import { describe, expect, it } from 'vitest';
import { capitalize, isUpper } from '../../src/python/letter-case.ts';
import vectors from '../fixtures/python-strings/vectors.json' with { type: 'json' };

describe('capitalize', () => {
  it('writes every recorded word as Python', () => {
    expect(vectors.words.map(({ text }) => capitalize(text))).toEqual(vectors.words.map((word) => word.capitalize));
  });
});

describe('isUpper', () => {
  it('judges every recorded word as Python', () => {
    expect(vectors.words.map(({ text }) => isUpper(text))).toEqual(vectors.words.map(({ isupper }) => isupper));
  });
});
