import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import vectors from '../fixtures/python-stats/vectors.json' with { type: 'json' };

describe('normalQuantile', () => {
  it.each(vectors.normalQuantile)('is $z for $probability', ({ probability, z }) => {
    expect(Math.abs(normalQuantile(probability) - z)).toBeLessThan(1e-9);
  });

  it('refuses probabilities without a quantile', () => {
    expect(() => normalQuantile(1)).toThrow(new RangeError('no normal quantile for probability 1'));
  });
});
