import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PythonFloat } from '../../src/python/float.ts';
import { canonicalJson, writeDspyJson, writePythonJson } from '../../src/python/json.ts';
import { parsePythonJson } from '../../src/python/parse-json.ts';
import vectors from '../fixtures/python-values/vectors.json' with { type: 'json' };
import { hasShared, readShared } from '../shared-data.ts';

const { cases } = vectors;

describe('writeDspyJson', () => {
  it('writes every recorded value as orjson', () => {
    const written = cases.map(({ source }) => writeDspyJson(parsePythonJson(source)));

    expect(written).toEqual(cases.map(({ dspy }) => dspy));
  });

  it('equals JSON.stringify with two spaces where there are no floats', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(withoutNumbers(value), null, 2);

        expect(writeDspyJson(parsePythonJson(text))).toBe(`${text}\n`);
      }),
    );
  });

  it('writes NaN and infinities as null', () => {
    expect(writeDspyJson([Number.NaN, Number.POSITIVE_INFINITY, new PythonFloat(Number.NEGATIVE_INFINITY)])).toBe(
      '[\n  null,\n  null,\n  null\n]\n',
    );
  });

  it('refuses what orjson refuses', () => {
    expect(() => writeDspyJson({ a: ['\ud83d'] })).toThrow(new TypeError('text "\\ud83d" holds a lone surrogate'));
    expect(() => writeDspyJson(2n ** 64n)).toThrow(
      new TypeError('integer 18446744073709551616 does not fit into 64 bits'),
    );
    expect(() => writeDspyJson(1e20)).toThrow(new TypeError('integer 100000000000000000000 does not fit into 64 bits'));
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('writes a program saved by DSPy byte for byte', () => {
    const { bootstrap } = JSON.parse(readShared('spec/metric-vectors.json'));
    const text = bootstrap.basic.saved_file;

    expect(writeDspyJson(parsePythonJson(text))).toBe(text);
  });
});

describe('canonicalJson', () => {
  it('writes every recorded value as orjson with sorted keys', () => {
    const written = cases.map(({ source }) => canonicalJson(parsePythonJson(source)));

    expect(written).toEqual(cases.map(({ canonical }) => canonical));
  });

  it('does not depend on the order of keys', () => {
    expect(canonicalJson({ b: { d: 1, c: 2 }, a: null })).toBe(canonicalJson({ a: null, b: { c: 2, d: 1 } }));
  });
});

describe('writePythonJson', () => {
  it('writes every recorded value as json.dumps', () => {
    const written = cases.map(({ source }) => writePythonJson(parsePythonJson(source)));

    expect(written).toEqual(cases.map(({ dumps }) => dumps));
  });

  it('escapes and indents as json.dumps', () => {
    const written = cases.map(({ source }) => writePythonJson(parsePythonJson(source), { ascii: true, indent: 2 }));

    expect(written).toEqual(cases.map(({ dumpsAsciiIndent2 }) => dumpsAsciiIndent2));
  });

  it('writes NaN and infinities by name', () => {
    expect(writePythonJson([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe(
      '[NaN, Infinity, -Infinity]',
    );
  });
});

function withoutNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNumbers);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== '__proto__')
        .map(([key, item]) => [key, withoutNumbers(item)]),
    );
  }
  return typeof value === 'number' ? 'number' : value;
}
