import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import type { Filter } from '../../src/core/filter.ts';
import type { Point, VectorStore } from '../../src/core/vector-store.ts';
import type { StoreHost } from './vector-store.contract.ts';

/** What `core/vector-store.ts` promises of searching words, for stores that can; collections are removed again. */
export function testTextSearch(name: string, makeHost: () => Promise<StoreHost>): void {
  describe(`${name} as a store that searches words`, () => {
    let host: StoreHost;
    const connections: VectorStore[] = [];
    const absent = (): VectorStore => {
      const store = host.store(`contract-${randomUUID()}`);
      connections.push(store);
      return store;
    };
    const opened = async (payloads: readonly Fields[] = []) => {
      const store = absent();
      await store.open(oneNumber, signal);
      await store.upsert(
        payloads.map((payload, index) => point(index, payload)),
        signal,
      );
      return store;
    };
    const textsOf = async (store: VectorStore, query: string, k = 10) =>
      (await store.text?.search(query, { k }, signal))?.map(({ payload }) => payload.text);

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

    it('needs a collection', async () => {
      await expect(absent().text?.search('x', { k: 1 }, signal)).rejects.toMatchObject({
        code: 'COLLECTION_NOT_FOUND',
      });
    });

    it('finds other forms of a word, in any case, with or without accents', async () => {
      const store = await opened([{ text: 'Runners were RUNNING in Málaga' }, { text: 'nothing here' }]);

      expect(await textsOf(store, 'Who runs in malaga?')).toEqual(['Runners were RUNNING in Málaga']);
    });

    it('ranks by how rare the shared words are, higher scores first', async () => {
      const common = Array.from({ length: 20 }, (_, index) => ({ text: `a town with number ${index}` }));
      const store = await opened([{ text: 'a town with a lighthouse' }, ...common]);

      const found = await store.text?.search('Which town has a lighthouse?', { k: 3 }, signal);

      expect(found?.map(({ payload }) => payload.text)).toEqual([
        'a town with a lighthouse',
        'a town with number 0',
        'a town with number 1',
      ]);
      expect(found?.map(({ score }) => score)).toEqual(found?.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(found?.every(({ score }) => score > 0)).toBe(true);
    });

    it('searches the title too, and counts it more', async () => {
      const store = await opened([
        { text: 'bees and wasps', title: 'Insects' },
        { text: 'insects and wasps', title: 'Bees' },
        { text: 'spiders and mites', title: 'Arachnids' },
      ]);

      expect(await textsOf(store, 'bees')).toEqual(['insects and wasps', 'bees and wasps']);
    });

    it('keeps equal scores in id order, also where k cuts them off', async () => {
      const store = await opened();
      const shuffled = Array.from({ length: 50 }, (_, index) => (index * 17) % 50);
      await store.upsert(
        shuffled.map((number) => point(number, { text: 'the same' })),
        signal,
      );

      const found = await store.text?.search('same', { k: 3 }, signal);

      expect(found?.map(({ id }) => id)).toEqual([uuid(0), uuid(1), uuid(2)]);
    });

    it('forgets the words of a text that was replaced', async () => {
      const store = await opened([{ text: 'apples' }]);

      await store.upsert([point(0, { text: 'pears' })], signal);

      expect(await textsOf(store, 'apples')).toEqual([]);
      expect(await textsOf(store, 'pears')).toEqual(['pears']);
    });

    it('scores the same after texts were replaced and put back', async () => {
      const payloads = [{ text: 'apples and pears' }, { text: 'apples' }];
      const store = await opened(payloads);
      const before = await store.text?.search('pears apples', { k: 5 }, signal);

      await store.upsert([point(0, { text: 'bananas' })], signal);
      await store.upsert(
        payloads.map((payload, index) => point(index, payload)),
        signal,
      );

      expect(await store.text?.search('pears apples', { k: 5 }, signal)).toEqual(before);
    });

    it('counts the documents of its own collection only', async () => {
      const store = await opened([{ text: 'apples' }, { text: 'pears' }]);
      const before = await store.text?.search('apples', { k: 5 }, signal);

      await opened(Array.from({ length: 30 }, () => ({ text: 'apples' })));

      expect(await store.text?.search('apples', { k: 5 }, signal)).toEqual(before);
    });

    it('finds nothing for a query without a word', async () => {
      const store = await opened([{ text: 'x' }]);

      expect(await textsOf(store, '?!')).toEqual([]);
      expect(await textsOf(store, 'x', 0)).toEqual([]);
    });

    it('takes any query, whatever it holds', async () => {
      const store = await opened([{ text: 'NEAR AND OR NOT title text rowid' }]);
      const syntax = fc.constantFrom(
        '"',
        "'",
        '*',
        '^',
        ':',
        '-',
        '(',
        ')',
        '{',
        'NEAR(',
        'AND',
        'NOT',
        'title:',
        '\u0000',
        '́',
      );
      const queries = fc.array(fc.oneof(syntax, fc.string({ unit: 'binary' })), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(queries, async (parts) => {
          await store.text?.search(parts.join(' '), { k: 3 }, signal);
        }),
      );
      expect(await textsOf(store, 'NEAR(a, b) AND title:NOT "rowid*')).toEqual(['NEAR AND OR NOT title text rowid']);
    });

    it('takes a query of ten thousand words', async () => {
      const store = await opened([{ text: 'word9999' }]);

      expect(await textsOf(store, Array.from({ length: 10_000 }, (_, index) => `word${index}`).join(' '))).toEqual([
        'word9999',
      ]);
    });

    it('takes a payload without a text', async () => {
      const store = await opened([{ body: 'x' }, { text: 7, title: null }]);

      expect(await store.count(signal)).toBe(2);
      expect(await textsOf(store, 'x 7')).toEqual([]);
    });

    it('chooses the best k among the points a filter lets through', async () => {
      const store = await opened([
        { text: 'bee bee bee', year: 1990 },
        { text: 'bee bee', year: 2000 },
        { text: 'bee', year: 2010 },
        { text: 'wasp', year: 2020 },
      ]);
      const filter: Filter = [{ path: ['year'], test: { type: 'range', bounds: { gte: 2000 } } }];

      const found = await store.text?.search('bee', { k: 1, filter }, signal);

      expect(found?.map(({ payload }) => payload.text)).toEqual(['bee bee']);
    });

    it('adds vectors when they are asked for', async () => {
      const store = await opened([{ text: 'bee' }]);

      const found = await store.text?.search('bee', { k: 1, withVectors: true }, signal);

      expect(found).toEqual([
        { id: uuid(0), score: expect.any(Number), payload: { text: 'bee' }, vector: Float32Array.of(1) },
      ]);
    });

    it('forgets the words of a point that was removed', async () => {
      const store = await opened([{ text: 'bee' }, { text: 'bee and wasp' }]);

      await store.remove([uuid(0)], signal);

      expect(await textsOf(store, 'bee')).toEqual(['bee and wasp']);
    });

    it('searches the words of the collection that took the place of another', async () => {
      const store = await opened([{ text: 'bee' }]);
      await textsOf(store, 'bee');
      const successor = await store.successor(signal);
      await successor.open(oneNumber, signal);
      await successor.upsert([point(0, { text: 'wasp' })], signal);

      await store.succeed(signal);

      expect(await textsOf(store, 'bee')).toEqual([]);
      expect(await textsOf(store, 'wasp')).toEqual(['wasp']);
    });

    it('does nothing once the signal is aborted', async () => {
      const store = await opened([{ text: 'bee' }]);

      await expect(store.text?.search('bee', { k: 1 }, AbortSignal.abort())).rejects.toMatchObject({
        code: 'INTERRUPTED',
      });
    });
  });
}

const signal = new AbortController().signal;

const oneNumber = { dimensions: 1, distance: 'cosine', metadata: {} } as const;

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function point(number: number, payload: Fields): Point {
  return { id: uuid(number), vector: Float32Array.of(1), payload };
}
