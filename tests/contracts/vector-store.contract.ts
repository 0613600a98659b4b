import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import type { Filter, FilterTest } from '../../src/core/filter.ts';
import type { Point, ScoredPoint, VectorStore } from '../../src/core/vector-store.ts';

/** Where the stores of one run live: a folder, a server. */
export interface StoreHost {
  /** A new connection to that collection, which need not exist. */
  store(collection: string): VectorStore;
  close(): Promise<void>;
}

/** Every promise of `core/vector-store.ts`, on collections of its own which it removes again. */
export function testVectorStore(name: string, makeHost: () => Promise<StoreHost>): void {
  describe(`${name} as a vector store`, () => {
    let host: StoreHost;
    const connections: VectorStore[] = [];
    const connect = (collection: string): VectorStore => {
      const store = host.store(collection);
      connections.push(store);
      return store;
    };
    const absent = () => connect(`contract-${randomUUID()}`);
    const created = async (dimensions: number, points: readonly Point[] = [], metadata: Fields = {}) => {
      const store = absent();
      await store.open({ dimensions, distance: 'cosine', metadata }, signal);
      await store.upsert(points, signal);
      return store;
    };

    beforeAll(async () => {
      host = await makeHost();
    });
    afterEach(async () => {
      for (const store of connections.splice(0)) {
        await store.drop(signal);
        await store.close();
      }
    });
    afterAll(() => host.close());

    describe('describe', () => {
      it('is null for a collection that does not exist, and makes none', async () => {
        const store = absent();

        expect(await store.describe(signal)).toBeNull();
        expect(await store.describe(signal)).toBeNull();
      });

      it('tells what the collection was created with, and its exact count', async () => {
        const metadata = {
          embedder: { model: 'qwen3-embedding:0.6b', dimensions: 3 },
          chunker: 'fixed',
          ключ: [1, null],
        };
        const store = await created(3, [point(1, [1, 0, 0]), point(2, [0, 1, 0])], metadata);

        expect(await store.describe(signal)).toEqual({ dimensions: 3, distance: 'cosine', metadata, count: 2 });
      });
    });

    describe('open', () => {
      it('keeps the points of a collection that exists', async () => {
        const store = await created(2, [point(1, [1, 0])]);

        await connect(store.collection).open({ dimensions: 2, distance: 'cosine', metadata: {} }, signal);

        expect(await store.count(signal)).toBe(1);
      });

      it('refuses a collection of another length of vectors', async () => {
        const store = await created(2);

        await expect(store.open({ dimensions: 3, distance: 'cosine', metadata: {} }, signal)).rejects.toMatchObject({
          code: 'STORE_DIMENSION_MISMATCH',
          details: { expected: 2, actual: 3 },
        });
      });

      it('may be called twice at once', async () => {
        const store = absent();
        const options = { dimensions: 2, distance: 'cosine', metadata: { run: 1 } } as const;

        await Promise.all([store.open(options, signal), connect(store.collection).open(options, signal)]);

        expect(await store.describe(signal)).toEqual({ ...options, count: 0 });
      });
    });

    describe('drop', () => {
      it('removes the collection with its points', async () => {
        const store = await created(2, [point(1, [1, 0])]);

        await store.drop(signal);

        expect(await store.describe(signal)).toBeNull();
      });

      it('does nothing where there is no collection', async () => {
        await absent().drop(signal);
      });

      it('makes room for another collection of that name', async () => {
        const store = await created(2, [point(1, [1, 0])]);
        await store.search(vector([1, 0]), { k: 1 }, signal);

        await store.drop(signal);
        await store.open({ dimensions: 3, distance: 'cosine', metadata: {} }, signal);
        await store.upsert([point(2, [0, 0, 1])], signal);

        expect(idsOf(await store.search(vector([0, 0, 1]), { k: 5 }, signal))).toEqual([uuid(2)]);
      });

      it('leaves other collections alone', async () => {
        const first = await created(2, [point(1, [1, 0])]);
        const second = await created(2, [point(2, [1, 0])]);

        await first.drop(signal);

        expect(idsOf(await second.search(vector([1, 0]), { k: 5 }, signal))).toEqual([uuid(2)]);
      });
    });

    describe('upsert', () => {
      it('needs a collection', async () => {
        const promise = absent().upsert([point(1, [1, 0])], signal);

        await expect(promise).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });

      it('takes an empty list', async () => {
        const store = await created(2);

        await store.upsert([], signal);

        expect(await store.count(signal)).toBe(0);
      });

      it('replaces a point of the same id', async () => {
        const store = await created(2, [point(1, [1, 0], { text: 'first' })]);
        await store.search(vector([1, 0]), { k: 1 }, signal);

        await store.upsert([point(1, [0, 1], { text: 'second' })], signal);

        expect(await store.count(signal)).toBe(1);
        expect(await store.search(vector([0, 1]), { k: 5 }, signal)).toEqual([
          { id: uuid(1), score: expect.closeTo(1, 6), payload: { text: 'second' } },
        ]);
      });

      it('changes nothing when repeated', async () => {
        const points = Array.from({ length: 30 }, (_, index) => point(index, [index, 1]));
        const store = await created(2, points);
        const before = await store.search(vector([1, 1]), { k: 30 }, signal);

        await store.upsert(points, signal);

        expect(await store.search(vector([1, 1]), { k: 30 }, signal)).toEqual(before);
      });

      it('gives payloads back as they were', async () => {
        const payload = {
          text: 'Ünïcode — 日本語, عربي, 👩‍👩‍👧, a "quote", a \\ and a\nline; {{ [[ ## answer ## ]] }}',
          title: '',
          nested: { list: [1, 2.5, -3e-9, true, null, 'x', []], deep: { deeper: {} } },
          'a key with spaces': 9007199254740991,
        };
        const store = await created(2, [point(1, [1, 0], payload)]);

        const [found] = await store.search(vector([1, 0]), { k: 1 }, signal);

        expect(found?.payload).toEqual(payload);
      });

      it('takes a payload of a megabyte', async () => {
        const text = 'paragraph '.repeat(100_000);
        const store = await created(2, [point(1, [1, 0], { text })]);

        const [found] = await store.search(vector([1, 0]), { k: 1 }, signal);

        expect(found?.payload).toEqual({ text });
      });

      it('takes a thousand points at once', async () => {
        const store = await created(
          2,
          Array.from({ length: 1000 }, (_, index) => point(index, [index, 500])),
        );

        expect(await store.count(signal)).toBe(1000);
      });

      it('may be called many times at once', async () => {
        const store = await created(2);
        const batches = Array.from({ length: 8 }, (_, batch) =>
          Array.from({ length: 20 }, (_, index) => point(batch * 10 + index, [batch, index + 1])),
        );

        await Promise.all(batches.map((batch) => store.upsert(batch, signal)));

        expect(await store.count(signal)).toBe(90);
      });

      it('refuses a vector of another length, and the points that came with it', async () => {
        const store = await created(2);

        await expect(store.upsert([point(1, [1, 0]), point(2, [1, 0, 0])], signal)).rejects.toMatchObject({
          code: 'STORE_DIMENSION_MISMATCH',
          details: { expected: 2, actual: 3 },
        });
        expect(await store.count(signal)).toBe(0);
      });

      it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a vector that holds %d', async (value) => {
        const store = await created(2);

        await expect(store.upsert([point(1, [1, value])], signal)).rejects.toMatchObject({
          code: 'EMBEDDING_INVALID',
          message: `number 1 of a vector is ${value}, not a finite number`,
        });
      });

      it('refuses an id that is no canonical UUID', async () => {
        const store = await created(2);
        const shouted = { ...point(10, [1, 0]), id: uuid(10).toUpperCase() };

        await expect(store.upsert([shouted], signal)).rejects.toMatchObject({ code: 'INVARIANT_BROKEN' });
      });
    });

    describe('search', () => {
      it('needs a collection', async () => {
        const store = absent();

        await expect(store.search(vector([1, 0]), { k: 3 }, signal)).rejects.toMatchObject({
          code: 'COLLECTION_NOT_FOUND',
          message: `collection "${store.collection}" does not exist in ${store.location}`,
        });
      });

      it('finds nothing in an empty collection', async () => {
        const store = await created(2);

        expect(await store.search(vector([1, 0]), { k: 3 }, signal)).toEqual([]);
      });

      it('returns the best first, with cosine scores', async () => {
        const store = await created(2, [point(1, [0, 2]), point(2, [3, 0]), point(3, [-1, 0]), point(4, [5, 5])]);

        expect(await store.search(vector([10, 0]), { k: 10 }, signal)).toEqual([
          { id: uuid(2), score: expect.closeTo(1, 6), payload: { text: 'text 2' } },
          { id: uuid(4), score: expect.closeTo(Math.SQRT1_2, 6), payload: { text: 'text 4' } },
          { id: uuid(1), score: expect.closeTo(0, 6), payload: { text: 'text 1' } },
          { id: uuid(3), score: expect.closeTo(-1, 6), payload: { text: 'text 3' } },
        ]);
      });

      it('returns at most k points', async () => {
        const store = await created(2, [point(1, [1, 0]), point(2, [1, 1]), point(3, [0, 1])]);

        expect(idsOf(await store.search(vector([1, 0]), { k: 2 }, signal))).toEqual([uuid(1), uuid(2)]);
        expect(await store.search(vector([1, 0]), { k: 0 }, signal)).toEqual([]);
      });

      it('keeps equal scores in id order, also where k cuts them off', async () => {
        const equal = Array.from({ length: 100 }, (_, index) => point(((index * 37) % 100) + 1, [1, 0]));
        const store = await created(2, [point(0, [0, 1]), ...equal]);

        const found = await store.search(vector([1, 0]), { k: 3 }, signal);

        expect(idsOf(found)).toEqual([uuid(1), uuid(2), uuid(3)]);
      });

      it('scores zero for a zero vector, stored or asked for', async () => {
        const store = await created(2, [point(2, [1, 0]), point(1, [0, 0])]);

        expect(await store.search(vector([0, 0]), { k: 5 }, signal)).toMatchObject([
          { id: uuid(1), score: 0 },
          { id: uuid(2), score: 0 },
        ]);
        expect(await store.search(vector([1, 0]), { k: 5 }, signal)).toMatchObject([
          { id: uuid(2), score: 1 },
          { id: uuid(1), score: 0 },
        ]);
      });

      it('refuses a vector of another length', async () => {
        const store = await created(2, [point(1, [1, 0])]);

        await expect(store.search(vector([1, 0, 0]), { k: 3 }, signal)).rejects.toMatchObject({
          code: 'STORE_DIMENSION_MISMATCH',
          message:
            `collection "${store.collection}" in ${store.location} holds vectors of 2 numbers, ` +
            'the embedding model gives 3',
        });
      });

      it('refuses a vector that holds NaN', async () => {
        const store = await created(2, [point(1, [1, 0])]);
        const promise = store.search(vector([Number.NaN, 0]), { k: 3 }, signal);

        await expect(promise).rejects.toMatchObject({ code: 'EMBEDDING_INVALID' });
      });

      it('sees what another connection wrote after the last search', async () => {
        const store = await created(2, [point(1, [1, 0])]);
        await store.search(vector([1, 0]), { k: 5 }, signal);

        await connect(store.collection).upsert([point(2, [1, 1])], signal);

        expect(idsOf(await store.search(vector([1, 0]), { k: 5 }, signal))).toEqual([uuid(1), uuid(2)]);
      });

      it('equals a comparison with every point', async () => {
        await fc.assert(
          fc.asyncProperty(searchCase, async ({ vectors, query, k }) => {
            const points = vectors.map((numbers, index) => point(index, numbers));
            const store = await created(query.length, points);
            const scores = vectors.map((numbers) => cosine(numbers, query));

            const found = await store.search(vector(query), { k }, signal);

            const best = scores.toSorted((a, b) => b - a).slice(0, k);
            expect(found.map(({ score }) => score)).toEqual(best.map((score) => expect.closeTo(score, 5)));
            expect(idsOf(found)).toEqual(idsOf(found.toSorted(byScoreAndId)));
            expect(new Set(idsOf(found)).size).toBe(found.length);
            for (const { id, score } of found) expect(score).toBeCloseTo(scores[numberOf(id)] ?? Number.NaN, 5);
          }),
          { numRuns: 30 },
        );
      });
    });

    describe('search with vectors', () => {
      it('adds them as they are stored: at length 1', async () => {
        const store = await created(2, [point(1, [3, 4]), point(2, [0, 0])]);

        expect(await store.search(vector([1, 0]), { k: 2, withVectors: true }, signal)).toEqual([
          { ...found(1, expect.closeTo(0.6, 6)), vector: vector([3 / 5, 4 / 5]) },
          { ...found(2, 0), vector: vector([0, 0]) },
        ]);
      });
    });

    describe('search with a filter', () => {
      const payloads: readonly Fields[] = [
        { tag: 'a', year: 1990 },
        { tag: ['b', 'c'], year: 1995.5 },
        { tag: 3, year: '1990' },
        { tag: true, year: [1, 2000] },
        { tag: null, nested: { tag: 'a', 'odd name': 'x' } },
        { tag: { a: 'a' }, nested: [{ tag: 'a' }] },
        {},
      ];
      const passing = async (filter: Filter) => {
        const points = payloads.map((payload, index) => point(index, [1, 0], payload));
        const store = await created(2, points);
        const all = await store.search(vector([1, 0]), { k: 10, filter }, signal);
        return all.map(({ id }) => numberOf(id));
      };
      const on = (path: string, test: FilterTest): Filter => [{ path: path.split('/'), test }];

      it.each<[string, Filter, readonly number[]]>([
        ['nothing', [], [0, 1, 2, 3, 4, 5, 6]],
        ['a text', on('tag', { type: 'any-of', values: ['a'] }), [0]],
        ['a text in a list', on('tag', { type: 'any-of', values: ['c', 'z'] }), [1]],
        ['a whole number', on('tag', { type: 'any-of', values: [3] }), [2]],
        ['a number written as text', on('tag', { type: 'any-of', values: ['3'] }), []],
        ['a boolean', on('tag', { type: 'any-of', values: [true] }), [3]],
        ['values of several types', on('tag', { type: 'any-of', values: ['a', 3, true, false] }), [0, 2, 3]],
        ['none of some values', on('tag', { type: 'none-of', values: ['a', 3, true] }), [1, 4, 5, 6]],
        ['an open range', on('year', { type: 'range', bounds: { gt: 1990 } }), [1, 3]],
        ['a range', on('year', { type: 'range', bounds: { gte: 1990, lt: 1995.5 } }), [0]],
        ['a range that no single value of a list is in', on('year', { type: 'range', bounds: { gt: 1, lt: 9 } }), []],
        ['a nested field', on('nested/tag', { type: 'any-of', values: ['a'] }), [4]],
        ['a field with a space in its name', on('nested/odd name', { type: 'any-of', values: ['x'] }), [4]],
        [
          'several conditions',
          [
            ...on('year', { type: 'range', bounds: { gte: 1990 } }),
            ...on('tag', { type: 'none-of', values: ['a'] }),
            ...on('tag', { type: 'any-of', values: ['a', 'b', true] }),
          ],
          [1, 3],
        ],
      ])('asks for %s', async (_, filter, expected) => {
        expect(await passing(filter)).toEqual(expected);
      });

      it('chooses the best k among the points it lets through', async () => {
        const points = [9, 5, 7, 8, 6].map((x) => point(x, [x, 1], { even: x % 2 === 0 }));
        const store = await created(2, points);
        const filter: Filter = [{ path: ['even'], test: { type: 'any-of', values: [true] } }];

        expect(idsOf(await store.search(vector([1, 0]), { k: 1, filter }, signal))).toEqual([uuid(8)]);

        await store.upsert([point(9, [9, 1], { even: true })], signal);

        expect(idsOf(await store.search(vector([1, 0]), { k: 5, filter }, signal))).toEqual([
          uuid(9),
          uuid(8),
          uuid(6),
        ]);
      });
    });

    describe('count', () => {
      it('needs a collection', async () => {
        await expect(absent().count(signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });
    });

    describe('relabel', () => {
      it('exchanges all of the metadata', async () => {
        const store = await created(2, [point(1, [1, 0])], { model: 'a', chunk: 1024 });

        await store.relabel({ model: 'b', rows: { read: 3 } }, signal);

        expect(await store.describe(signal)).toEqual({
          dimensions: 2,
          distance: 'cosine',
          metadata: { model: 'b', rows: { read: 3 } },
          count: 1,
        });
      });

      it('needs a collection', async () => {
        await expect(absent().relabel({}, signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });
    });

    describe('annotate', () => {
      it('sets some of the metadata, takes out what is null, and leaves the rest', async () => {
        const store = await created(2, [point(1, [1, 0])], { model: 'a', chunk: 1024, rows: { read: 3 } });

        await store.annotate({ chunk: null, rows: { kept: 2 }, absent: null }, signal);

        expect((await store.describe(signal))?.metadata).toEqual({ model: 'a', rows: { kept: 2 } });
      });

      it('loses nothing when several do so at once', async () => {
        const store = await created(2);
        const keys = Array.from({ length: 8 }, (_, index) => `part_${index}`);

        await Promise.all(keys.map((key) => store.annotate({ [key]: { done: true } }, signal)));

        expect(Object.keys((await store.describe(signal))?.metadata ?? {}).sort()).toEqual(keys.sort());
      });

      it('needs a collection', async () => {
        await expect(absent().annotate({}, signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });
    });

    describe('stored', () => {
      it('tells which of the ids have a point', async () => {
        const store = await created(2, [point(1, [1, 0]), point(2, [0, 1])]);

        expect(await store.stored([uuid(3), uuid(2), uuid(1)], signal)).toEqual(new Set([uuid(1), uuid(2)]));
        expect(await store.stored([], signal)).toEqual(new Set());
      });

      it('needs a collection', async () => {
        await expect(absent().stored([uuid(1)], signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });
    });

    describe('list', () => {
      it('gives every point once by ascending id, with the fields asked for', async () => {
        const numbers = Array.from({ length: 2500 }, (_, index) => (index * 7919) % 2500);
        const points = numbers.map((number) => point(number, [1, 0], { text: `text ${number}`, document_id: 'd' }));
        const store = await created(2, points);

        const listed = (await collect(store.list(['document_id', 'other'], signal))).flat();

        const ascending = numbers.toSorted((a, b) => a - b);
        expect(listed).toEqual(ascending.map((number) => ({ id: uuid(number), payload: { document_id: 'd' } })));
      });

      it('gives ids alone', async () => {
        const store = await created(2, [point(2, [1, 0]), point(1, [1, 0])]);

        expect(await collect(store.list([], signal))).toEqual([
          [
            { id: uuid(1), payload: {} },
            { id: uuid(2), payload: {} },
          ],
        ]);
      });

      it('gives no page of an empty collection', async () => {
        expect(await collect((await created(2)).list([], signal))).toEqual([]);
      });

      it('needs a collection', async () => {
        await expect(collect(absent().list([], signal))).rejects.toMatchObject({
          code: 'COLLECTION_NOT_FOUND',
        });
      });
    });

    describe('read', () => {
      it('gives points back, vectors at length 1, and leaves out what is not there', async () => {
        const store = await created(2, [point(1, [3, 4]), point(2, [0, 1])]);

        const points = await store.read([uuid(2), uuid(9), uuid(1)], signal);

        expect(points.toSorted(byId)).toEqual([
          { ...point(1, [Math.fround(0.6), Math.fround(0.8)]) },
          { ...point(2, [0, 1]) },
        ]);
      });

      it('needs a collection', async () => {
        await expect(absent().read([uuid(1)], signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });
    });

    describe('remove', () => {
      it('removes points, from searches too, and passes over ids that are not there', async () => {
        const store = await created(2, [point(1, [1, 0]), point(2, [1, 0]), point(3, [1, 0])]);
        await store.search(vector([1, 0]), { k: 3 }, signal);

        await store.remove([uuid(1), uuid(9), uuid(3)], signal);

        expect(await store.count(signal)).toBe(1);
        expect(idsOf(await store.search(vector([1, 0]), { k: 3 }, signal))).toEqual([uuid(2)]);
      });

      it('needs a collection', async () => {
        await expect(absent().remove([uuid(1)], signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
      });
    });

    describe('succeed', () => {
      const options = { dimensions: 2, distance: 'cosine', metadata: { build: 2 } } as const;

      it.each([1, 2, 3])('puts the successor in place of the collection, %d times in a row', async (times) => {
        const store = await created(2, [point(0, [1, 0])]);
        const reader = connect(store.collection);
        await reader.search(vector([1, 0]), { k: 9 }, signal);

        for (let build = 1; build <= times; build += 1) {
          const next = await store.successor(signal);
          await next.open({ ...options, metadata: { build } }, signal);
          await next.upsert([point(build, [1, 0]), point(build + 1, [1, 0])], signal);
          expect(idsOf(await reader.search(vector([1, 0]), { k: 9 }, signal)).includes(uuid(build + 1))).toBe(false);

          await store.succeed(signal);

          const found = await reader.search(vector([1, 0]), { k: 9 }, signal);
          expect(idsOf(found)).toEqual([uuid(build), uuid(build + 1)]);
          expect(await store.describe(signal)).toEqual({ ...options, metadata: { build }, count: 2 });
          expect(await (await store.successor(signal)).describe(signal)).toBeNull();
        }
      });

      it('makes the collection where there was none', async () => {
        const store = absent();
        const next = await store.successor(signal);
        await next.open(options, signal);

        await store.succeed(signal);

        expect(await store.describe(signal)).toEqual({ ...options, count: 0 });
        await store.drop(signal);
        expect(await store.describe(signal)).toBeNull();
      });

      it('finds the same successor again from another connection', async () => {
        const store = await created(2);
        await (await store.successor(signal)).open(options, signal);

        const again = await connect(store.collection).successor(signal);

        expect(await again.describe(signal)).toEqual({ ...options, count: 0 });
        await again.drop(signal);
      });

      it('takes another length of vectors', async () => {
        const store = await created(2, [point(1, [1, 0])]);
        await (await store.successor(signal)).open({ ...options, dimensions: 3 }, signal);

        await store.succeed(signal);
        await store.upsert([point(2, [0, 0, 1])], signal);

        expect(idsOf(await store.search(vector([0, 0, 1]), { k: 9 }, signal))).toEqual([uuid(2)]);
      });

      it('needs a successor', async () => {
        const store = await created(2, [point(1, [1, 0])]);

        await expect(store.succeed(signal)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
        expect(await store.count(signal)).toBe(1);
      });
    });

    describe('settle', () => {
      it('resolves for a collection that is well', async () => {
        await (await created(2, [point(1, [1, 0])])).settle(signal);
      });
    });

    it('does nothing once the signal is aborted', async () => {
      const store = await created(2);
      const aborted = AbortSignal.abort();

      const calls = await Promise.allSettled([
        store.describe(aborted),
        store.open({ dimensions: 2, distance: 'cosine', metadata: {} }, aborted),
        store.drop(aborted),
        store.upsert([point(1, [1, 0])], aborted),
        store.search(vector([1, 0]), { k: 1 }, aborted),
        store.count(aborted),
        store.relabel({}, aborted),
        store.annotate({}, aborted),
        store.stored([uuid(1)], aborted),
        collect(store.list([], aborted)),
        store.read([uuid(1)], aborted),
        store.remove([uuid(1)], aborted),
        store.succeed(aborted),
        store.settle(aborted),
      ]);

      for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: { code: 'INTERRUPTED' } });
      expect(await store.count(signal)).toBe(0);
    });

    it('may be closed twice', async () => {
      const store = host.store(`contract-${randomUUID()}`);
      await store.describe(signal);

      await store.close();
      await store.close();
    });
  });
}

const signal = new AbortController().signal;

/** Small whole numbers: many equal scores, many zeros. */
const searchCase = fc.integer({ min: 1, max: 6 }).chain((dimensions) => {
  const numbers = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: dimensions, maxLength: dimensions });
  const vectors = fc.array(numbers, { maxLength: 40 });
  return fc.record({ vectors, query: numbers, k: fc.integer({ min: 1, max: 12 }) });
});

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function numberOf(id: string): number {
  return Number.parseInt(id.slice(-12), 16);
}

function point(number: number, numbers: readonly number[], payload: Fields = { text: `text ${number}` }): Point {
  return { id: uuid(number), vector: vector(numbers), payload };
}

function found(number: number, score: number): ScoredPoint {
  return { id: uuid(number), score, payload: { text: `text ${number}` } };
}

function vector(numbers: readonly number[]): Float32Array {
  return Float32Array.from(numbers);
}

function idsOf(points: readonly ScoredPoint[]): string[] {
  return points.map(({ id }) => id);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function byId(a: Point, b: Point): number {
  return a.id < b.id ? -1 : 1;
}

function byScoreAndId(a: ScoredPoint, b: ScoredPoint): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, index) => sum + value * (b[index] ?? Number.NaN), 0);
  return dot === 0 ? 0 : dot / (Math.hypot(...a) * Math.hypot(...b));
}
