import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/normalization.json' with { type: 'json' };
import { dprTokens } from '../../src/text/dpr-tokens.ts';
import { hasShared, readShared } from '../shared-data.ts';

describe('dprTokens', () => {
  it('splits every recorded text as DSPy', () => {
    const split = vectors.dprNormalize.map(([text]) => [text, dprTokens(String(text))]);

    expect(split).toEqual(vectors.dprNormalize);
  });

  it.each([
    ['', []],
    ["Don't!", ['don', "'", 't', '!']],
    ['हिन्दी U.S.', ['हिन्दी', 'u', '.', 's', '.']],
    ['soft\u00adhyphen zero\u200bwidth', ['soft', 'hyphen', 'zero', 'width']],
  ])('splits %j into %j', (text, tokens) => {
    expect(dprTokens(text)).toEqual(tokens);
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('splits the shared texts as DSPy', () => {
    const { dpr_normalize } = JSON.parse(readShared('spec/metric-vectors.json'));

    for (const { in: text, tokens } of dpr_normalize) expect([text, dprTokens(text)]).toEqual([text, tokens]);
  });
});
