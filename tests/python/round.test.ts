import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/rounding.json' with { type: 'json' };
import { formatFixed, pythonRound } from '../../src/python/round.ts';

describe('pythonRound', () => {
  it('rounds every recorded value as Python', () => {
    const rounded = vectors.cases.map(({ value }) => [0, 1, 2, 5, -2].map((digits) => pythonRound(value, digits)));

    expect(rounded).toEqual(vectors.cases.map((expected) => expected.rounded));
  });

  it('keeps NaN, infinities and the sign of zero', () => {
    expect([Number.NaN, Number.NEGATIVE_INFINITY, -0, -0.04].map((value) => pythonRound(value, 1))).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      -0,
      -0,
    ]);
  });
});

describe('formatFixed', () => {
  it('writes every recorded value as Python', () => {
    const cases = vectors.cases.filter(({ fixed }) => fixed !== null);
    const written = cases.map(({ value }) => [0, 1, 2, 5].map((digits) => formatFixed(value, digits)));

    expect(written).toEqual(cases.map(({ fixed }) => fixed));
  });

  it('names NaN and infinities', () => {
    expect(
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => formatFixed(value, 2)),
    ).toEqual(['nan', 'inf', '-inf']);
  });
});
