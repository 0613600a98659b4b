import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePointLength, sliceCodePoints } from '../../src/python/code-points.ts';
import vectors from '../fixtures/python-strings/vectors.json' with { type: 'json' };

describe('codePointLength', () => {
  it('counts as Python', () => {
    expect(vectors.texts.map(({ text }) => codePointLength(text))).toEqual(vectors.texts.map(({ length }) => length));
  });

  it('counts what a string is made of', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => codePointLength(text) === Array.from(text).length));
  });
});

describe('sliceCodePoints', () => {
  it('cuts as Python', () => {
    expect(vectors.texts.map(({ text }) => sliceCodePoints(text, 2, 5))).toEqual(
      vectors.texts.map(({ slice }) => slice),
    );
  });

  it('runs to the end without a second bound', () => {
    expect(sliceCodePoints('😀é\ud83d!', 1)).toBe('é\ud83d!');
  });
});
