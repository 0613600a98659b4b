import { describe, expect, it } from 'vitest';
import { valueText } from '../../src/adapters/value-text.ts';
import type { FieldType } from '../../src/core/field-type.ts';
import { PythonFloat } from '../../src/python/float.ts';

const STR: FieldType = { type: 'str' };
const LIST: FieldType = { type: 'list', items: STR };

describe('valueText', () => {
  it('numbers passages, and puts those with line breaks or guillemets into blocks', () => {
    expect(valueText(STR, ['One.', 'Two\nlines', 'a «b»', 'tab\tand \r'])).toMatchInlineSnapshot(`
      "[1] «One.»
      [2] «««
          Two
          lines
      »»»
      [3] «««
          a «b»
      »»»
      [4] «tab	and 
      »"
    `);
    expect([valueText(STR, []), valueText(STR, ['One.'])]).toEqual(['N/A', '«One.»']);
  });

  it('prints passages that are not text', () => {
    expect(valueText(STR, [1, null, ['a'], { b: true }])).toBe("[1] «1»\n[2] «None»\n[3] «['a']»\n[4] «{'b': True}»");
  });

  it('writes lists of another type and dicts of any type as JSON, without NaN and infinities', () => {
    expect(valueText(LIST, ['é', 1, new PythonFloat(1), null, true])).toBe('["é", 1, 1.0, null, true]');
    expect(valueText(STR, { a: Number.NaN, b: [Number.POSITIVE_INFINITY] })).toBe('{"a": null, "b": [null]}');
  });

  it('prints everything else as Python does', () => {
    const values = ['text', true, null, 1, new PythonFloat(1), 1e-7, 10n ** 20n, Number.POSITIVE_INFINITY];

    expect(values.map((value) => valueText(LIST, value))).toEqual([
      'text',
      'True',
      'None',
      '1',
      '1.0',
      '1e-07',
      '100000000000000000000',
      'inf',
    ]);
  });
});
