import type { ScoredPoint } from '../core/vector-store.ts';

/**
 * The best `k` of what `query` finds, equal scores in id order. Qdrant leaves the order of equal scores open, also which of them are
 * cut off, so all that tie with the last are to be seen: it is asked for more, and again while the last it gives may tie with others.
 */
export async function bestWithTies(
  k: number,
  query: (limit: number) => Promise<ScoredPoint[]>,
): Promise<ScoredPoint[]> {
  if (k < 1) return [];
  for (let limit = k + SPARE; ; limit *= 4) {
    const found = (await query(limit)).sort(byScoreThenId);
    const isComplete = found.length < limit || found.at(-1)?.score !== found[k - 1]?.score;
    if (isComplete || limit >= MOST_ASKED) return found.slice(0, k);
  }
}

const SPARE = 16;
const MOST_ASKED = 10_000;

function byScoreThenId(a: ScoredPoint, b: ScoredPoint): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1);
}
