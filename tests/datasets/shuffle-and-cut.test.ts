import { describe, expect, it } from 'vitest';
import { shuffleAndCut } from '../../src/datasets/shuffle-and-cut.ts';

describe('shuffleAndCut', () => {
  it('shuffles as random.Random(seed).shuffle does', () => {
    const orders = [0, 1, 42].map((seed) => shuffleAndCut([0, 1, 2, 3, 4], seed, null));

    expect(orders).toEqual([
      [2, 1, 0, 4, 3],
      [2, 3, 4, 0, 1],
      [3, 1, 2, 4, 0],
    ]);
  });

  it('only adds items at the end for a larger size', () => {
    const pool = [0, 1, 2, 3, 4];

    expect([0, 2, 9].map((size) => shuffleAndCut(pool, 42, size))).toEqual([[], [3, 1], [3, 1, 2, 4, 0]]);
    expect(pool).toEqual([0, 1, 2, 3, 4]);
  });
});
