import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestRows } from '../../src/stores/exact-scan.ts';
import { vectorToBytes } from '../../src/stores/vector-bytes.ts';
import { type VectorTable, vectorTable } from '../../src/stores/vector-table.ts';

describe('nearestRows', () => {
  it('returns the rows with the largest dot products, equal ones in row order', () => {
    const table = tableOf([
      [0, 1],
      [1, 0],
      [1, 0],
      [2, 0],
    ]);

    expect(nearestRows(table, { query: Float32Array.of(1, 0), k: 3 })).toEqual([
      { row: 3, score: 2 },
      { row: 1, score: 1 },
      { row: 2, score: 1 },
    ]);
  });

  it.each([0, -1])('returns nothing for k = %d', (k) => {
    expect(nearestRows(tableOf([[1]]), { query: Float32Array.of(1), k })).toEqual([]);
  });

  it('finds nothing in an empty table, and nothing among no rows', () => {
    expect(nearestRows(tableOf([]), { query: Float32Array.of(1), k: 3 })).toEqual([]);
    expect(nearestRows(tableOf([[1]]), { query: Float32Array.of(1), k: 3, rows: new Uint32Array() })).toEqual([]);
  });

  it('gives what adding up every row gives, to the last bit, whatever the numbers', () => {
    fc.assert(
      fc.property(searches(), fc.integer({ min: 64, max: 4096 }), ({ vectors, query, k, rows }, blockBytes) => {
        const search = { query: Float32Array.from(query), k, rows };

        expect(nearestRows(tableOf(vectors, blockBytes), search)).toEqual(plainScan(vectors, search));
      }),
      { numRuns: 500 },
    );
  });

  it('tells rows apart that are equal in float32', () => {
    // Sums of a large, a tiny and the opposite large number: what is left depends on the order of addition.
    const vectors = Array.from({ length: 200 }, (_, row) => [2 ** 20, row / 2 ** 20, -(2 ** 20), ...Array(61).fill(1)]);
    const search = { query: new Float32Array(64).fill(1), k: 7, rows: null };

    const found = nearestRows(tableOf(vectors), search);

    expect(found.map(({ row }) => row)).toEqual([199, 198, 197, 196, 195, 194, 193]);
    expect(found).toEqual(plainScan(vectors, search));
  });

  it('finds a row whose score in float32 is too low', () => {
    // Numbers 16 apart are added up together: the 1 is lost between the large numbers.
    const spread = (...numbers: number[]) => numbers.flatMap((number) => [number, ...Array<number>(15).fill(0)]);
    const vectors = [spread(0.5, 0, 0), spread(2 ** 24, 1, -(2 ** 24))];
    const table = tableOf(vectors);
    const query = new Float32Array(48).fill(1);

    expect([...table.scores(query, null)]).toEqual([0.5, 0]);
    expect(nearestRows(table, { query, k: 1 })).toEqual([{ row: 1, score: 1 }]);
  });

  it('knows nothing of what a table held before', () => {
    const table = tableOf([[1e30], [5], [9]]);

    fill(table, [[3], [4]]);

    expect(nearestRows(table, { query: Float32Array.of(1), k: 5 })).toEqual([
      { row: 1, score: 4 },
      { row: 0, score: 3 },
    ]);
  });

  it('goes on where float32 overflows', () => {
    const vectors = [
      [3e38, 3e38],
      [1e38, -3e38],
      [-3e38, 3e38],
    ].map((row) => [...new Float32Array(row)]);
    const search = { query: Float32Array.of(3e38, 1), k: 2, rows: null };

    expect(nearestRows(tableOf(vectors), search)).toEqual(plainScan(vectors, search));
  });
});

function searches() {
  const number = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }),
    fc.constantFrom(0, 1, -1, 2 ** -70, 2 ** -149, Math.fround(1e20), -(2 ** 60)),
  );
  return fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
    const vector = fc.array(number, { minLength: dimensions, maxLength: dimensions });
    // Few different vectors, so that there are ties.
    const different = fc.array(vector, { minLength: 1, maxLength: 6 });
    const picks = fc.array(fc.nat(), { maxLength: 40 });
    return fc
      .record({ different, picks, query: vector, k: fc.integer({ min: 1, max: 8 }), chosen: fc.option(picks) })
      .map(({ different: some, picks: order, query, k, chosen }) => {
        const vectors = order.map((pick) => some[pick % some.length] ?? []);
        const rows = new Set(vectors.length === 0 ? [] : chosen?.map((pick) => pick % vectors.length));
        return { vectors, query, k, rows: chosen === null ? null : Uint32Array.from(rows).sort() };
      });
  });
}

/** The rule itself. */
function plainScan(
  vectors: readonly (readonly number[])[],
  { query, k, rows }: { readonly query: Float32Array; readonly k: number; readonly rows: Uint32Array | null },
) {
  return [...(rows ?? vectors.keys())]
    .map((row) => ({ row, score: (vectors[row] ?? []).reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0) }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, k);
}

function tableOf(vectors: readonly (readonly number[])[], blockBytes?: number): VectorTable {
  const table = vectorTable(vectors[0]?.length ?? 1, blockBytes);
  fill(table, vectors);
  return table;
}

function fill(table: VectorTable, vectors: readonly (readonly number[])[]): void {
  table.reset(vectors.length);
  for (const [row, vector] of vectors.entries()) table.put(row, vectorToBytes(Float32Array.from(vector)));
}
