import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../src/core/fields.ts';
import { matchesFilter, parseRowFilter } from '../../src/core/row-filter.ts';
import { PythonFloat } from '../../src/python/float.ts';

describe('parseRowFilter', () => {
  test.each([
    ['type=bridge', { column: 'type', isNegated: false, value: 'bridge' }],
    ['level!=easy', { column: 'level', isNegated: true, value: 'easy' }],
    ['note=a=b', { column: 'note', isNegated: false, value: 'a=b' }],
    ['note=', { column: 'note', isNegated: false, value: '' }],
    ['two words=x y', { column: 'two words', isNegated: false, value: 'x y' }],
  ])('reads %s', (text, filter) => {
    expect(parseRowFilter(text)).toEqual(filter);
  });

  test.each(['type', '=bridge', '', '!=x'])('refuses %j', (text) => {
    expect(() => parseRowFilter(text)).toThrow(
      expect.objectContaining({
        code: 'USAGE_INVALID',
        message: `a filter is column=value or column!=value, found "${text}"`,
      }),
    );
  });
});

describe('matchesFilter', () => {
  const matches = (value: JsonValue, filter: string) =>
    matchesFilter({ fields: { c: value }, origin: 'dev.jsonl:1' }, parseRowFilter(filter));

  test.each<[JsonValue, string, boolean]>([
    ['bridge', 'c=bridge', true],
    ['bridge', 'c=Bridge', false],
    ['bridge', 'c!=bridge', false],
    ['bridge', 'c!=easy', true],
    [2, 'c=2', true],
    [new PythonFloat(2), 'c=2.0', true],
    [true, 'c=true', true],
    [true, 'c=True', true],
    [null, 'c=null', true],
    [null, 'c=None', true],
    ['', 'c=', true],
    [['a', 'b'], 'c=b', true],
    [['a', 'b'], 'c!=b', false],
    [[], 'c=b', false],
  ])('%j and %s: %s', (value, filter, expected) => {
    expect(matches(value, filter)).toBe(expected);
  });

  test('names the columns there are', () => {
    expect(() =>
      matchesFilter({ fields: { type: 'x', level: 'y' }, origin: 'dev.jsonl:1' }, parseRowFilter('typ=x')),
    ).toThrow(
      expect.objectContaining({
        code: 'DATASET_COLUMN_MISSING',
        message: 'dev.jsonl:1 has no column "typ"; it has "type", "level"',
      }),
    );
  });
});
