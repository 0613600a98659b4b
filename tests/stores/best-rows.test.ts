import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestRows } from '../../src/stores/best-rows.ts';

describe('bestRows', () => {
  it('equals sorting everything and taking the first k', () => {
    const scores = fc.array(fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 20 }), fc.boolean(), (values, k, isReversed) => {
        const rows = values.map((score, row) => ({ row, score }));
        const best = bestRows(k);

        for (const { row, score } of isReversed ? rows.toReversed() : rows) best.offer(row, score);

        expect(best.sorted()).toEqual(rows.toSorted((a, b) => b.score - a.score || a.row - b.row).slice(0, k));
      }),
    );
  });
});
