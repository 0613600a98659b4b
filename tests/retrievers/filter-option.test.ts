import { describe, expect, it } from 'vitest';
import { filterOption } from '../../src/retrievers/filter-option.ts';

describe('filterOption', () => {
  it('lets everything through when nothing is said', () => {
    expect(filterOption.parse(undefined)).toEqual([]);
    expect(filterOption.parse({})).toEqual([]);
  });

  it('reads values, lists of values, their opposite, and ranges', () => {
    const written = {
      language: 'en',
      topic: ['sport', 7, true],
      draft: { not: true },
      kind: { not: ['note', 'stub'] },
      'source.year': { gte: 1990, lt: 2000 },
    };

    expect(filterOption.parse(written)).toEqual([
      { path: ['language'], test: { type: 'any-of', values: ['en'] } },
      { path: ['topic'], test: { type: 'any-of', values: ['sport', 7, true] } },
      { path: ['draft'], test: { type: 'none-of', values: [true] } },
      { path: ['kind'], test: { type: 'none-of', values: ['note', 'stub'] } },
      { path: ['source', 'year'], test: { type: 'range', bounds: { gte: 1990, lt: 2000 } } },
    ]);
  });

  it.each([
    { language: null },
    { topic: [] },
    { year: {} },
    { year: { gt: '1990' } },
    { year: { from: 1990 } },
    { 'a..b': 1 },
    { 'list[0]': 1 },
    { '"quoted"': 1 },
    ['en'],
  ])('refuses %j', (written) => {
    expect(filterOption.safeParse(written).success).toBe(false);
  });

  it('shows how one is written', () => {
    expect(filterOption.safeParse('year=1990').error?.issues).toMatchObject([
      { message: 'expected fields such as {year: 1990}' },
    ]);
  });
});
