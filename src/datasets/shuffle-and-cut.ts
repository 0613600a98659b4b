import { pythonRandom } from '../python/random.ts';

/**
 * The first `size` items of a shuffled copy, or all of them. The whole pool is shuffled before it is cut, so a larger size only
 * adds items at the end.
 *
 * DSPy 3.0.4, dspy/datasets/dataset.py, Dataset._shuffle_and_sample.
 */
export function shuffleAndCut<T>(pool: readonly T[], seed: number, size: number | null): T[] {
  return pythonRandom(seed)
    .shuffle(pool)
    .slice(0, size ?? pool.length);
}
