import { describe, expect, it } from 'vitest';
import { reservoir } from '../../../src/pipelines/preview/reservoir.ts';
import { pythonRandom } from '../../../src/python/random.ts';

function sampleOf(count: number, seed: number) {
  const kept = reservoir<number>(3, pythonRandom(seed).randbelow);
  for (let item = 0; item < count; item += 1) kept.add(item);
  return kept.items();
}

describe('reservoir', () => {
  it('keeps all of a few, in order', () => {
    expect([sampleOf(0, 1), sampleOf(2, 1), sampleOf(3, 1)]).toEqual([[], [0, 1], [0, 1, 2]]);
  });

  it('keeps the same ones for the same seed, in order', () => {
    expect(sampleOf(1000, 7)).toEqual(sampleOf(1000, 7));
    expect(sampleOf(1000, 7)).toEqual(sampleOf(1000, 7).toSorted((left, right) => left - right));
    expect(sampleOf(1000, 8)).not.toEqual(sampleOf(1000, 7));
  });

  it('gives each item about the same chance', () => {
    const times = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 1000; seed += 1)
      for (const item of sampleOf(10, seed)) times[item] = (times[item] ?? 0) + 1;

    expect(Math.min(...times)).toBeGreaterThan(250);
    expect(Math.max(...times)).toBeLessThan(350);
  });
});
