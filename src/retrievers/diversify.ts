import { invariantBroken } from '../core/errors.ts';
import type { ScoredPoint } from '../core/vector-store.ts';

export interface Diversity {
  readonly k: number;
  /** 1: by relevance alone; 0: as unlike the points chosen before as can be. */
  readonly lambda: number;
  /** From 0 to about 1, as similarities are. */
  readonly relevance: (point: ScoredPoint) => number;
}

/**
 * At most `k` of the points, chosen one by one: each time the one with the largest
 * `lambda * relevance - (1 - lambda) * (its greatest cosine similarity to a point chosen before)`, of equals the first in the list.
 * Scores stay what they were. Cost: `k` × the number of points dot products.
 *
 * Source: Carbonell and Goldstein, The Use of MMR, 1998; the numbers are those of Qdrant's `mmr`, whose `diversity` is 1 - lambda.
 */
export function diversify(points: readonly ScoredPoint[], { k, lambda, relevance }: Diversity): ScoredPoint[] {
  const pending = points.map((point) => ({ point, vector: vectorOf(point), nearest: 0 }));
  const chosen: ScoredPoint[] = [];
  while (chosen.length < k && pending.length > 0) {
    const isFirst = chosen.length === 0;
    const gains = pending.map(({ point, nearest }) =>
      isFirst ? relevance(point) : lambda * relevance(point) - (1 - lambda) * nearest,
    );
    const [best] = pending.splice(gains.indexOf(Math.max(...gains)), 1);
    if (best === undefined) break;
    chosen.push(best.point);
    for (const one of pending) {
      const similarity = dotProduct(one.vector, best.vector);
      one.nearest = isFirst ? similarity : Math.max(one.nearest, similarity);
    }
  }
  return chosen;
}

function vectorOf({ id, vector }: ScoredPoint): Float32Array {
  if (vector === undefined) throw invariantBroken(`point ${id} came without its vector`);
  return vector;
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
