import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/normalization.json' with { type: 'json' };
import { normalizeAnswer } from '../../src/text/normalize-answer.ts';
import { hasShared, readShared } from '../shared-data.ts';

describe('normalizeAnswer', () => {
  it('normalizes every recorded text as DSPy', () => {
    const normalized = vectors.normalizeText.map(([text = '']) => [text, normalizeAnswer(text)]);

    expect(normalized).toEqual(vectors.normalizeText);
  });

  it.each([
    ['', ''],
    ['An An', ''],
    ['The  Beatles!', 'beatles'],
    ['rock-n-roll', 'rocknroll'],
    ['U.S.A.', 'usa'],
    ['à la carte', '\u0300 la carte'],
    ['Théâtre', '\u0301 \u0302tre'],
    ['a_b the_c', 'ab thec'],
  ])('makes %j into %j', (text, normalized) => {
    expect(normalizeAnswer(text)).toBe(normalized);
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('normalizes the shared texts as DSPy', () => {
    const { normalize_text } = JSON.parse(readShared('spec/metric-vectors.json'));

    for (const { in: text, out } of normalize_text) expect([text, normalizeAnswer(text)]).toEqual([text, out]);
  });
});
