import { describe, expect, it } from 'vitest';
import { PythonFloat } from '../../src/python/float.ts';
import { isList, pythonTypeName } from '../../src/python/value.ts';

describe('pythonTypeName', () => {
  it('names types as Python', () => {
    const values = [null, 'a', true, 1, 2n ** 60n, 1.5, new PythonFloat(1), [], {}];

    expect(values.map(pythonTypeName)).toEqual([
      'NoneType',
      'str',
      'bool',
      'int',
      'int',
      'float',
      'float',
      'list',
      'dict',
    ]);
  });
});

describe('isList', () => {
  it('tells lists from records', () => {
    expect([isList([]), isList({ length: 0 }), isList('')]).toEqual([true, false, false]);
  });
});
