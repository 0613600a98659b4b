import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/metrics.json' with { type: 'json' };
import { f1Score, hotpotF1Score, precisionScore } from '../../src/metrics/token-overlap.ts';
import { hasShared, readShared } from '../shared-data.ts';

const { pairs } = vectors;

describe('f1Score', () => {
  it('scores every recorded pair as DSPy', () => {
    expect(pairs.map(({ prediction, gold }) => f1Score(prediction, gold))).toEqual(pairs.map(({ f1 }) => f1));
  });

  it('keeps the order of operations', () => {
    expect(f1Score('one two three four five', 'one two three')).toBe(0.7499999999999999);
  });

  it('is symmetric and lies between 0 and 1', () => {
    const words = fc
      .array(fc.constantFrom('a', 'cat', 'dog', 'The', 'x!'), { maxLength: 6 })
      .map((list) => list.join(' '));
    fc.assert(
      fc.property(words, words, (first, second) => {
        expect(f1Score(first, second)).toBeCloseTo(f1Score(second, first), 12);
        expect(f1Score(first, second)).toBeGreaterThanOrEqual(0);
        expect(f1Score(first, second)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('scores the shared pairs as DSPy', () => {
    for (const { prediction, gold, f1, hotpot_f1, precision } of JSON.parse(readShared('spec/metric-vectors.json'))
      .pairs) {
      expect([f1Score(prediction, gold), hotpotF1Score(prediction, gold), precisionScore(prediction, gold)]).toEqual([
        f1,
        hotpot_f1,
        precision,
      ]);
    }
  });
});

describe('hotpotF1Score', () => {
  it('scores every recorded pair as DSPy', () => {
    const scores = pairs.map(({ prediction, gold }) => hotpotF1Score(prediction, gold));

    expect(scores).toEqual(pairs.map((pair) => pair.hotpotF1));
  });

  it('gives a verdict with further words nothing', () => {
    expect([f1Score('yes it is', 'yes'), hotpotF1Score('yes it is', 'yes'), hotpotF1Score('Yes!', 'yes')]).toEqual([
      0.5, 0, 1,
    ]);
  });
});

describe('precisionScore', () => {
  it('scores every recorded pair as DSPy', () => {
    const scores = pairs.map(({ prediction, gold }) => precisionScore(prediction, gold));

    expect(scores).toEqual(pairs.map(({ precision }) => precision));
  });
});
