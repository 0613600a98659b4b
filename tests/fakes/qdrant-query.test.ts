import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QdrantServer, qdrantServer } from './qdrant-server.ts';

type Recorded = {
  readonly points: readonly object[];
  readonly cases: readonly { readonly query: object; readonly found: readonly (readonly [number, number])[] }[];
};

const file = new URL('../fixtures/qdrant-local/searches.json', import.meta.url);
const { points, cases }: Recorded = JSON.parse(readFileSync(file, 'utf8'));

describe('runQuery', () => {
  let server: QdrantServer;
  const send = async (method: string, path: string, body: object) => {
    const response = await fetch(`${server.url}/collections/${path}`, { method, body: JSON.stringify(body) });
    const { result }: { result: never } = JSON.parse(await response.text());
    return result;
  };
  beforeAll(async () => {
    server = await qdrantServer();
    const vectors = { size: 6, distance: 'Cosine' };
    await send('PUT', 'c', { vectors, sparse_vectors: { bm25: { modifier: 'idf' } } });
    await send('PUT', 'c/points', { points });
  });
  afterAll(() => server.close());

  it.each(cases.filter(({ query }) => !JSON.stringify(query).includes('mmr')))(
    'finds what Qdrant finds: $query',
    async ({ query, found }) => {
      const result: { points: { id: number; score: number }[] } = await send('POST', 'c/points/query', query);

      const ours = result.points.map(({ id, score }) => [id, score]);
      expect(sorted(ours)).toEqual(sorted(found).map(([id, score]) => [id, expect.closeTo(score ?? Number.NaN, 5)]));
    },
  );
});

/** Qdrant does not say in which order equal scores come. */
function sorted(found: readonly (readonly number[])[]): (readonly number[])[] {
  return found.toSorted(([a = 0, first = 0], [b = 0, second = 0]) => Number((second - first).toFixed(5)) || a - b);
}
