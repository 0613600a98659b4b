import { describe, expect, it } from 'vitest';
import { typedValue } from '../../src/adapters/typed-value.ts';
import type { FieldType } from '../../src/core/field-type.ts';
import { parseSignature } from '../../src/core/signature-text.ts';
import { PythonFloat } from '../../src/python/float.ts';

const COLOR: FieldType = {
  type: 'enum',
  name: 'Color',
  members: [
    { name: 'RED', value: 'red' },
    { name: 'BLUE', value: 'blue' },
  ],
};

const NUMBER: FieldType = { type: 'enum', name: 'Num', members: [{ name: 'A', value: 1 }] };

/** The other types are compared with DSPy in chat-adapter.test.ts and json-adapter.test.ts. */
describe('typedValue', () => {
  it('takes a member of an enum by value, then by name', () => {
    expect([
      typedValue(COLOR, 'red'),
      typedValue(COLOR, 'RED'),
      typedValue(NUMBER, 'A'),
      typedValue(NUMBER, 1),
    ]).toEqual([{ value: 'red' }, { value: 'red' }, { value: 1 }, { value: 1 }]);
    expect(typedValue(COLOR, 'Red')).toEqual({ failure: 'Red is not a valid name or value for the enum Color' });
  });

  it('takes members of an enum inside other types by value only', () => {
    expect(typedValue(typeOf('list[Color]'), '["red", "blue"]')).toEqual({ value: ['red', 'blue'] });
    expect(typedValue(typeOf('Optional[Color]'), 'null')).toEqual({ value: null });
    expect(typedValue(typeOf('list[Color]'), '["red", "RED"]')).toEqual({
      failure:
        "1 validation error for list[enum[Color]]\n1\n  Input should be 'red' or 'blue' " +
        "[type=enum, input_value='RED', input_type=str]\n    For further information visit https://errors.pydantic.dev/2.14/v/enum",
    });
  });

  it('prints what a JSON object holds for a text', () => {
    const values = [1, new PythonFloat(1), true, null, ['a', { b: "it's" }]];

    expect(values.map((value) => typedValue({ type: 'str' }, value))).toEqual([
      { value: '1' },
      { value: '1.0' },
      { value: 'True' },
      { value: 'None' },
      { value: `['a', {'b': "it's"}]` },
    ]);
  });

  it('counts, but does not list, what is wrong beyond the hundredth place', () => {
    const typed = typedValue(typeOf('list[int]'), JSON.stringify(Array.from({ length: 500 }, () => 'x')));

    const lines = 'failure' in typed ? typed.failure.split('\n') : [];
    expect([lines[0], lines.length]).toEqual(['500 validation errors for list[int]', 301]);
  });

  it('keeps infinities and not-a-number of a float', () => {
    expect(['inf', '-Infinity', 'nan'].map((text) => typedValue({ type: 'float' }, text))).toEqual([
      { value: Number.POSITIVE_INFINITY },
      { value: Number.NEGATIVE_INFINITY },
      { value: Number.NaN },
    ]);
  });

  function typeOf(text: string): FieldType {
    const [, field] = parseSignature(`q -> a: ${text}`, { types: { Color: COLOR } }).fields;
    if (field === undefined) throw new Error('no such field');
    return field.type;
  }
});
