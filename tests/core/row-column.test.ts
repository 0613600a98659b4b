import { describe, expect, it } from 'vitest';
import { columnUnfit, valueIn } from '../../src/core/row-column.ts';

const row = { fields: { text: 'x', titel: null }, origin: 'notes.csv:3' };

describe('valueIn', () => {
  it('gives a value, null too', () => {
    expect([valueIn(row, 'text', 'ROW_INVALID'), valueIn(row, 'titel', 'ROW_INVALID')]).toEqual(['x', null]);
  });

  it('names the columns there are, nearest first, with the code it is given', () => {
    expect(() => valueIn(row, 'title', 'DATASET_COLUMN_MISSING')).toThrow(
      expect.objectContaining({
        code: 'DATASET_COLUMN_MISSING',
        message: 'notes.csv:3 has no column "title"; it has "titel", "text"',
        details: { origin: 'notes.csv:3', column: 'title', columns: ['titel', 'text'] },
      }),
    );
    expect(() => valueIn({ fields: {}, origin: 'a:1' }, 'toString', 'ROW_INVALID')).toThrow(
      'a:1 has no column "toString"; it has no columns',
    );
  });
});

describe('columnUnfit', () => {
  it.each([
    [null, 'null'],
    ['', 'an empty text'],
    ['x', 'a text'],
    [5, 'a number'],
    [true, 'a boolean'],
    [[1], 'a list'],
    [{ a: 1 }, 'an object'],
  ])('calls %j %s', (value, name) => {
    expect(columnUnfit({ fields: { n: value }, origin: 'a.jsonl:1' }, 'n', 'a date').message).toBe(
      `a.jsonl:1 has ${name} in column "n", expected a date`,
    );
  });
});
