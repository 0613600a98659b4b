import { describe, expect, it, vi } from 'vitest';
import { qdrantStore } from '../../src/stores/qdrant-store.ts';
import { testTextSearch } from '../contracts/text-search.contract.ts';
import { testVectorStore } from '../contracts/vector-store.contract.ts';
import { type QdrantServer, qdrantFaults, qdrantServer } from '../fakes/qdrant-server.ts';
import { plainCollection, point, qdrantBench, signal, twoNumbers } from './qdrant-bench.ts';

const host = (words: boolean) => async () => {
  const server = await qdrantServer();
  return {
    store: (collection: string) => qdrantStore({ url: server.url, collection, words }),
    close: server.close,
  };
};
testVectorStore('qdrantStore', host(false));
testVectorStore('qdrantStore with words', host(true));
testTextSearch('qdrantStore', host(true));

const { QDRANT_URL: realUrl = '', QDRANT_API_KEY: realKey = null } = process.env;

describe.skipIf(realUrl === '')('a real Qdrant server', () => {
  const realHost = (words: boolean) => async () => ({
    store: (collection: string) => qdrantStore({ url: realUrl, apiKey: realKey, collection, words }),
    close: async () => {},
  });
  testVectorStore('qdrantStore', realHost(false));
  testVectorStore('qdrantStore with words', realHost(true));
  testTextSearch('qdrantStore', realHost(true));
});

describe('qdrantStore', () => {
  const { waits, events, started, connected, opened } = qdrantBench();

  describe('the key', () => {
    it('travels as a bearer token and opens the server', async () => {
      const { server } = await opened({ apiKey: 'SECRET' }, { apiKey: 'SECRET' });

      expect(server.requests.map(({ headers }) => [headers.authorization, headers['api-key']])).toEqual(
        server.requests.map(() => ['Bearer SECRET', undefined]),
      );
    });

    it('is refused when it cannot be sent', () => {
      expect(() => connected('http://localhost', { apiKey: 'two\nlines' })).toThrow(
        'the key for http://localhost:6333 cannot be sent: it holds a control character (U+000A) at position 4',
      );
    });

    it('is warned about where it travels unencrypted, without a word on the console', async () => {
      const warn = vi.spyOn(console, 'warn');

      connected('http://example.invalid', { apiKey: 'SECRET' });
      connected('https://example.invalid', { apiKey: 'SECRET' });
      connected('http://localhost', { apiKey: 'SECRET' });

      expect(events).toEqual([
        {
          type: 'notice',
          code: 'KEY_IN_THE_OPEN',
          message: 'the key for http://example.invalid:6333 travels unencrypted: use https, or a tunnel',
        },
      ]);
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    });
  });

  describe('a path in the URL', () => {
    it('goes before every request', async () => {
      const server = await started(qdrantServer({ prefix: '/qdrant' }));
      const store = connected(`${server.url}/qdrant/`);

      await store.open(twoNumbers, signal);

      expect(await store.count(signal)).toBe(0);
      expect(server.requests.every(({ path }) => path.startsWith('/qdrant/collections/'))).toBe(true);
    });
  });

  describe('open', () => {
    it('refuses a server that loses the metadata, and leaves nothing behind', async () => {
      const server = await started(qdrantServer({ keepsMetadata: false }));

      await expect(
        connected(server.url).open({ ...twoNumbers, metadata: { model: 'm' } }, signal),
      ).rejects.toMatchObject({
        code: 'STORE_INVALID',
        message: `the Qdrant server ${server.url} does not keep the metadata of a collection`,
        hint: 'update the server to Qdrant 1.16 or newer',
      });
      expect(server.data.collections.size).toBe(0);
    });

    it.each([
      [{ size: 2, distance: 'Dot' }, 'STORE_DISTANCE_MISMATCH', 'compares vectors by Dot, cosine is needed'],
      [
        { dense: { size: 2, distance: 'Cosine' }, image: { size: 9, distance: 'Dot' } },
        'STORE_INVALID',
        'holds the named vectors "dense", "image", one vector without a name is needed',
      ],
      [{}, 'STORE_INVALID', 'holds the named vectors (none), one vector without a name is needed'],
      [
        { size: 2, distance: 'Cosine', multivector_config: { comparator: 'max_sim' } },
        'STORE_INVALID',
        'holds several vectors a point, one vector without a name is needed',
      ],
    ])('refuses a collection of %j', async (vectors, code, what) => {
      const server = await started(qdrantServer());
      await plainCollection(server, vectors);

      await expect(connected(server.url).open(twoNumbers, signal)).rejects.toMatchObject({
        code,
        message: `collection "wiki" in ${server.url} ${what}`,
      });
    });
  });

  describe('upsert', () => {
    const manyPoints = Array.from({ length: 100 }, (_, index) => point(index));
    const upserts = (server: QdrantServer) =>
      server.requests
        .filter(({ method, path }) => method === 'PUT' && path.endsWith('/points'))
        .map(({ body }) => JSON.parse(body).points.length);

    it('waits until the points are applied', async () => {
      const { server, store } = await opened();

      await store.upsert([point(1)], signal);

      expect(server.requests.at(-1)?.query.get('wait')).toBe('true');
    });

    it('sends at most so many points in one request', async () => {
      const { server, store } = await opened({}, { batchSize: 40 });

      await store.upsert(manyPoints, signal);

      expect(upserts(server)).toEqual([40, 40, 20]);
    });

    it('halves a request that the server finds too large, and remembers', async () => {
      const { server, store } = await opened({ bodyLimitBytes: 4000 });

      await store.upsert(manyPoints, signal);
      await store.upsert(manyPoints.slice(0, 30), signal);

      expect(upserts(server)).toEqual([100, 50, 25, 25, 50, 25, 25, 25, 5]);
      expect(await store.count(signal)).toBe(100);
    });

    it('halves a request that costs more than the server allows in a minute', async () => {
      const { server, store } = await opened();
      server.addFault({ times: 1, reply: qdrantFaults.requestTooLargeForRateLimit });

      await store.upsert(manyPoints, signal);

      expect(upserts(server)).toEqual([100, 50, 50]);
      expect(waits).toEqual([]);
    });

    it('gives up on a single point that is too large', async () => {
      const { store } = await opened({ bodyLimitBytes: 1000 });
      const huge = { ...point(1), payload: { text: 'x'.repeat(2000) } };

      await expect(store.upsert([huge], signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: expect.stringMatching(
          /^the Qdrant server \S+ refuses one point as too large: JSON payload \(\d+ bytes\) is larger than allowed/,
        ),
        hint: 'use smaller chunks, or raise the limit of the server',
      });
    });
  });

  describe('search', () => {
    it('asks again only while more points may tie with the last', async () => {
      const { server, store } = await opened();
      const equal = Array.from({ length: 100 }, (_, index) => point(index, [1, 0]));
      await store.upsert([...equal, point(200, [2, 1])], signal);
      const asked = () =>
        server.requests.filter(({ path }) => path.endsWith('/query')).map(({ body }) => JSON.parse(body).limit);

      await store.search(Float32Array.of(2, 1), { k: 1 }, signal);
      expect(asked()).toEqual([17]);

      await store.search(Float32Array.of(1, 0), { k: 1 }, signal);
      expect(asked().slice(1)).toEqual([17, 68, 272]);
    });

    it('reads points that somebody else stored under numbers, without a payload', async () => {
      const { server, store } = await opened();
      const body = JSON.stringify({ points: [{ id: 42, vector: [1, 0] }] });
      await fetch(`${server.url}/collections/wiki/points`, { method: 'PUT', body });

      expect(await store.search(Float32Array.of(1, 0), { k: 1 }, signal)).toEqual([
        { id: '42', score: 1, payload: {} },
      ]);
    });
  });

  describe('words', () => {
    const bee = { ...point(1), payload: { title: 'Bee', text: 'Honey' } };
    const bodies = (server: QdrantServer, method: string, path: string) =>
      server.requests
        .filter((request) => request.method === method && request.path === path)
        .map(({ body }) => JSON.parse(body));

    it('leave no trace where nobody wants them', async () => {
      const { server, store } = await opened();
      await store.upsert([bee], signal);

      expect(bodies(server, 'PUT', '/collections/wiki~1')).toEqual([
        { vectors: { size: 2, distance: 'Cosine' }, metadata: {} },
      ]);
      expect(bodies(server, 'PUT', '/collections/wiki/points')).toEqual([
        { points: [{ id: bee.id, vector: [1, 1], payload: bee.payload }] },
      ]);
    });

    it('are a sparse vector, of which the server knows how rare each word is', async () => {
      const { server, store } = await opened({}, { words: true });
      await store.upsert([bee], signal);

      expect(bodies(server, 'PUT', '/collections/wiki~1')).toEqual([
        { vectors: { size: 2, distance: 'Cosine' }, sparse_vectors: { bm25: { modifier: 'idf' } }, metadata: {} },
      ]);
      expect(bodies(server, 'PUT', '/collections/wiki/points')).toEqual([
        {
          points: [
            {
              id: bee.id,
              vector: {
                '': [1, 1],
                bm25: { indices: [1306793680, 1505893370], values: [1.57142857, 1] },
              },
              payload: bee.payload,
            },
          ],
        },
      ]);
    });

    it('are all weighed by the average length of the first texts stored, whoever stores them', async () => {
      const { server, store } = await opened({}, { words: true });
      await store.upsert([bee, { ...point(2), payload: { text: 'one two three four' } }], signal);

      await connected(server.url).upsert([{ ...point(3), payload: { text: 'x '.repeat(100) } }], signal);

      const [, later] = bodies(server, 'PUT', '/collections/wiki/points');
      const [weight] = later.points[0].vector.bm25.values;
      expect(weight).toBeCloseTo((100 * 2.2) / (100 + 1.2 * (0.25 + (0.75 * 100) / 3)), 6);
      expect(bodies(server, 'PATCH', '/collections/wiki')).toEqual([{ metadata: { bm25: { average_length: 3 } } }]);
    });

    it('are measured by the texts that were foretold, where there are any', async () => {
      const { server, store } = await opened({}, { words: true });

      await store.measureWords?.([{ text: 'one two three four' }], signal);
      await store.upsert([bee], signal);
      await connected(server.url).measureWords?.([{ text: 'one' }], signal);

      expect(bodies(server, 'PATCH', '/collections/wiki')).toEqual([{ metadata: { bm25: { average_length: 4 } } }]);
    });

    it('are measured by the first of several, also for those that knew the collection before', async () => {
      const { server, store } = await opened({}, { words: true });
      const other = connected(server.url, { words: true });
      await other.open(twoNumbers, signal);

      await store.measureWords?.([{ text: 'one two three four' }], signal);
      await other.measureWords?.([{ text: 'one' }], signal);
      await other.upsert([bee], signal);

      expect(bodies(server, 'PATCH', '/collections/wiki')).toEqual([{ metadata: { bm25: { average_length: 4 } } }]);
    });

    it('need no measure in a collection without them', async () => {
      const { server, store } = await opened();

      await store.measureWords?.([{ text: 'one' }], signal);

      expect(bodies(server, 'PATCH', '/collections/wiki')).toEqual([]);
    });

    it('keep their average when the metadata is exchanged, and do not show it there', async () => {
      const { store } = await opened({}, { words: true });
      await store.upsert([bee], signal);

      await store.relabel({ by: 'us' }, signal);
      await store.upsert([{ ...point(2), payload: { text: 'honey' } }], signal);

      expect(await store.describe(signal)).toEqual({ ...twoNumbers, metadata: { by: 'us' }, count: 2 });
      expect(await store.text?.search('honey', { k: 2 }, signal)).toHaveLength(2);
    });

    const without = (server: QdrantServer) => ({
      code: 'INDEX_MISMATCH',
      message: `collection "wiki" in ${server.url} was built without words, which the retriever searches`,
      hint: 'build it anew, with the same configuration:  rag index --recreate\nor search its vectors only:  rag run --retriever dense',
    });

    it('cannot be searched in a collection that was built without them', async () => {
      const { server, store } = await opened();

      await expect(store.text?.search('honey', { k: 1 }, signal)).rejects.toMatchObject(without(server));
    });

    it('cannot be added to a collection that was built without them', async () => {
      const { server } = await opened();

      await expect(connected(server.url, { words: true }).open(twoNumbers, signal)).rejects.toMatchObject(
        without(server),
      );
    });

    it('are found once another process has built the collection anew', async () => {
      const { server, store } = await opened();
      await store.text?.search('honey', { k: 1 }, signal).catch(() => {});
      const other = connected(server.url, { words: true });
      await other.drop(signal);
      await other.open(twoNumbers, signal);
      await other.upsert([bee], signal);

      expect(await store.text?.search('honey', { k: 1 }, signal)).toMatchObject([{ id: bee.id }]);
    });
  });
});
