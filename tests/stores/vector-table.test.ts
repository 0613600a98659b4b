import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotProducts, LANES } from '../../src/stores/dot-products.ts';
import { vectorToBytes } from '../../src/stores/vector-bytes.ts';
import { vectorTable } from '../../src/stores/vector-table.ts';

describe('dotProducts', () => {
  it('writes one score for each row, and nothing else', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const numbers = new Float32Array(memory.buffer);
    const bytes = 4 * LANES;
    numbers.fill(7, 0, 4); // scores of four rows
    numbers.set(
      Array.from({ length: LANES }, (_, at) => at + 1),
      LANES,
    ); // the query
    numbers.fill(1, 2 * LANES, 3 * LANES); // the first row
    numbers.fill(-2, 3 * LANES, 4 * LANES); // the second

    const run = dotProducts(memory);
    run(bytes, 2 * bytes, 2, bytes, 0);
    expect([...numbers.subarray(0, 4)]).toEqual([136, -272, 7, 7]);

    run(bytes, 2 * bytes, 0, bytes, 8);
    expect([...numbers.subarray(0, 4)]).toEqual([136, -272, 7, 7]);
  });
});

describe('vectorTable', () => {
  it('misses no score by more than it says, however the numbers cancel', () => {
    const number = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e18), max: Math.fround(1e18) }),
      fc.constantFrom(1, -1, 2 ** 24, -(2 ** 24), 2 ** -149, Math.fround(1e-30), Math.fround(0.1)),
    );
    const pair = fc.integer({ min: 1, max: 300 }).chain((dimensions) => {
      const vector = fc.array(number, { minLength: dimensions, maxLength: dimensions });
      return fc.record({ vector, query: vector });
    });
    fc.assert(
      fc.property(pair, ({ vector, query }) => {
        const table = vectorTable(vector.length);
        table.reset(1);
        table.put(0, vectorToBytes(Float32Array.from(vector)));
        const asked = Float32Array.from(query);

        const [score = Number.NaN] = table.scores(asked, null);

        const exact = vector.reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0);
        const error = table.errorOf(asked);
        expect(Number.isNaN(error) || Math.abs(score - exact) <= error).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([1 / 3, 0.1, 0.7])('misses no score by more than it says when all roundings add up, as for %d', (value) => {
    const vector = new Float32Array(65_536).fill(value);
    const table = vectorTable(vector.length);
    table.reset(1);
    table.put(0, vectorToBytes(vector));

    const [score = Number.NaN] = table.scores(vector, null);

    const exact = vector.length * (vector[0] ?? 0) ** 2;
    expect(Math.abs(score - exact)).toBeLessThanOrEqual(table.errorOf(vector));
  });

  it('says so where float32 will not do', () => {
    const table = vectorTable(2);
    table.reset(1);
    table.put(0, vectorToBytes(Float32Array.of(3e38, 0)));

    expect(table.errorOf(Float32Array.of(1, 0))).toBeNaN();
  });

  it('scores the rows that are named, across blocks', () => {
    const table = vectorTable(1, 3 * 4 * LANES);
    table.reset(8);
    for (let row = 0; row < 8; row += 1) table.put(row, vectorToBytes(Float32Array.of(row)));

    expect([...table.scores(Float32Array.of(10), null)]).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect([...table.scores(Float32Array.of(10), Uint32Array.of(1, 2, 3, 5, 7))]).toEqual([10, 20, 30, 50, 70]);
    expect([...table.row(5)]).toEqual([5, ...Array(LANES - 1).fill(0)]);
  });
});
