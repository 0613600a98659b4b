import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRows } from '../../src/stores/exact-scan.ts';

describe('nearestRows', () => {
  it('returns the rows with the largest dot products, equal ones in row order', () => {
    const table = { dimensions: 2, values: Float32Array.of(0, 1, 1, 0, 1, 0, 2, 0) };

    expect(nearestRows(table, { query: Float32Array.of(1, 0), k: 3 })).toEqual([
      { row: 3, score: 2 },
      { row: 1, score: 1 },
      { row: 2, score: 1 },
    ]);
  });

  it.each([0, -1])('returns nothing for k = %d', (k) => {
    expect(nearestRows({ dimensions: 1, values: Float32Array.of(1) }, { query: Float32Array.of(1), k })).toEqual([]);
  });

  it('equals the definition, for every length of vector', () => {
    const whole = fc.integer({ min: -9, max: 9 });
    const cases = fc.integer({ min: 1, max: 40 }).chain((dimensions) => {
      const numbers = fc.array(whole, { minLength: dimensions, maxLength: dimensions });
      return fc.record({ query: numbers, rows: fc.array(numbers, { maxLength: 20 }) });
    });
    fc.assert(
      fc.property(cases, ({ query, rows }) => {
        const table = { dimensions: query.length, values: Float32Array.from(rows.flat()) };

        const scored = nearestRows(table, { query: Float32Array.from(query), k: rows.length + 1 });

        const expected = rows.map((numbers, row) => ({
          row,
          score: numbers.reduce((sum, value, index) => sum + value * (query[index] ?? Number.NaN), 0),
        }));
        expect(scored.toSorted((a, b) => a.row - b.row)).toEqual(expected);
      }),
    );
  });
});
