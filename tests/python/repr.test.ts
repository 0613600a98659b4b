import { describe, expect, it } from 'vitest';
import { parsePythonJson } from '../../src/python/parse-json.ts';
import { pythonRepr, pythonStr } from '../../src/python/repr.ts';
import vectors from '../fixtures/python-values/vectors.json' with { type: 'json' };

const { cases } = vectors;

describe('pythonRepr', () => {
  it('writes every recorded value as Python', () => {
    const written = cases.map(({ source }) => pythonRepr(parsePythonJson(source)));

    expect(written).toEqual(cases.map(({ repr }) => repr));
  });

  it('names infinities and NaN', () => {
    expect(pythonRepr([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])).toBe('[inf, -inf, nan]');
  });

  it('escapes lone surrogates', () => {
    expect(pythonRepr('a\ud83d')).toBe("'a\\ud83d'");
  });
});

describe('pythonStr', () => {
  it('writes every recorded value as Python', () => {
    const written = cases.map(({ source }) => pythonStr(parsePythonJson(source)));

    expect(written).toEqual(cases.map(({ str }) => str));
  });
});
