import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { PythonFloat } from '../../src/python/float.ts';

describe('canonicalJson', () => {
  it('sorts names at every level, and lists not at all', () => {
    expect(canonicalJson({ b: [{ d: 2, c: null }, 1], a: { f: 'ü\n', e: true } })).toBe(
      '{"a":{"e":true,"f":"ü\\n"},"b":[{"c":null,"d":2},1]}',
    );
  });

  it('keeps every digit of a whole number, and takes 1.0 for 1', () => {
    expect(canonicalJson([12_345_678_901_234_567_890n, new PythonFloat(1), 0.5])).toBe('[12345678901234567890,1,0.5]');
  });

  it('takes a lone surrogate, as files have them', () => {
    expect(canonicalJson({ '\ud800': '\udfff' })).toBe('{"\\ud800":"\\udfff"}');
  });

  it('is one text for names in any order, and can be read back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), (fields) => {
        const turned = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson({ ...fields }));
        expect(JSON.parse(canonicalJson({ ...fields }))).toEqual({ ...fields });
      }),
    );
  });
});
