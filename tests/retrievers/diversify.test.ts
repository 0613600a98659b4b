import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diversify } from '../../src/retrievers/diversify.ts';

type Recorded = {
  readonly points: readonly { readonly id: number; readonly vector: { readonly '': readonly number[] } }[];
  readonly cases: readonly {
    readonly query: {
      readonly limit: number;
      readonly query: {
        readonly nearest: readonly number[];
        readonly mmr?: { readonly diversity: number; readonly candidates_limit: number };
      };
    };
    readonly found: readonly (readonly [number, number])[];
  }[];
};

const file = new URL('../fixtures/qdrant-local/searches.json', import.meta.url);
const { points, cases }: Recorded = JSON.parse(readFileSync(file, 'utf8'));

describe('diversify', () => {
  it.each(cases.filter(({ query }) => query.query?.mmr !== undefined))(
    'chooses the points that Qdrant chooses, with their scores: $query.query.mmr',
    ({ query: { limit, query }, found }) => {
      const asked = unit(query.nearest);
      const candidates = points
        .map(({ id, vector }) => ({ id: String(id), vector: unit(vector['']), score: 0, payload: {} }))
        .map((point) => ({ ...point, score: dot(asked, point.vector) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, query.mmr?.candidates_limit);

      const chosen = diversify(candidates, {
        k: limit,
        lambda: 1 - (query.mmr?.diversity ?? 0),
        relevance: ({ score }) => score,
      });

      expect(chosen.map(({ id, score }) => [Number(id), score])).toEqual(
        found.map(([id, score]) => [id, expect.closeTo(score, 5)]),
      );
    },
  );

  const three = [
    { id: 'a', score: 9, payload: {}, vector: Float32Array.of(1, 0) },
    { id: 'b', score: 8, payload: {}, vector: Float32Array.of(1, 0) },
    { id: 'c', score: 1, payload: {}, vector: Float32Array.of(0, 1) },
  ];
  const idsFor = (k: number, lambda: number) =>
    diversify(three, { k, lambda, relevance: ({ score }) => score / 9 }).map(({ id }) => id);

  it('goes by relevance alone at 1, by difference alone at 0', () => {
    expect(idsFor(3, 1)).toEqual(['a', 'b', 'c']);
    expect(idsFor(3, 0)).toEqual(['a', 'c', 'b']);
  });

  it('chooses no more than k, and no more than there are', () => {
    expect(idsFor(1, 0.5)).toEqual(['a']);
    expect(idsFor(9, 0.5)).toHaveLength(3);
    expect(idsFor(0, 0.5)).toEqual([]);
    expect(diversify([], { k: 3, lambda: 0.5, relevance: () => 1 })).toEqual([]);
  });

  it('needs the vectors', () => {
    const bare = [{ id: 'a', score: 1, payload: {} }];

    expect(() => diversify(bare, { k: 1, lambda: 0.5, relevance: () => 1 })).toThrow(/point a came without its vector/);
  });
});

function unit(numbers: readonly number[]): Float32Array {
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => value / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
