import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PythonFloat } from '../../src/python/float.ts';
import { toRow } from '../../src/sources/to-row.ts';
import { failureOf } from './reading.ts';

describe('toRow', () => {
  it('keeps any JSON object as it is', () => {
    const plain = fc.object({
      key: fc.constantFrom('a', 'b', 'é'),
      values: [fc.integer(), fc.constant(null), fc.boolean()],
    });
    fc.assert(
      fc.property(plain, (value) => {
        expect(toRow({ value, origin: 'a:1' }, () => {}).fields).toEqual(value);
      }),
    );
  });

  it('keeps what only Python tells apart', () => {
    const value = { float: new PythonFloat(1), large: 2n ** 60n, small: 5n };

    expect(toRow({ value, origin: 'a:1' }, () => {}).fields).toEqual({
      float: new PythonFloat(1),
      large: 2n ** 60n,
      small: 5,
    });
  });

  it('repairs text at any depth and says where', () => {
    const places: string[] = [];
    const value = { ok: '𝒳', deep: [{ text: 'a\0b\ud800c' }], other: '\udc00' };

    const row = toRow({ value, origin: 'a.jsonl:7' }, (place) => places.push(place));

    expect(row).toEqual({
      fields: { ok: '𝒳', deep: [{ text: 'ab\ufffdc' }], other: '\ufffd' },
      origin: 'a.jsonl:7',
    });
    expect(places).toEqual(['a.jsonl:7', 'a.jsonl:7']);
  });

  it('leaves out names that would change the object itself', () => {
    const value: unknown = JSON.parse(
      '{"__proto__": {"admin": true}, "a": {"constructor": 1, "prototype": 2, "b": 3}}',
    );

    const { fields } = toRow({ value, origin: 'a:1' }, () => {});

    expect(fields).toEqual({ a: { b: 3 } });
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it.each([
    ['[1]', 'a.jsonl:3 is a list, expected an object with named values'],
    ['"text"', 'a.jsonl:3 is a string, expected an object with named values'],
    ['null', 'a.jsonl:3 is null, expected an object with named values'],
    [`{"a": ${'['.repeat(5000)}${']'.repeat(5000)}}`, 'a.jsonl:3 is nested more than 64 deep'],
  ])('refuses %.20s', async (json, message) => {
    const convert = async () => toRow({ value: JSON.parse(json), origin: 'a.jsonl:3' }, () => {});

    expect(await failureOf(convert())).toEqual({ code: 'ROW_INVALID', message });
  });
});
