import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adoptStored, compareWithStore, expectedCount } from '../../../src/pipelines/indexing/compare-with-store.ts';
import { idOf, indexBench, pointWith, TWO_NUMBERS } from './index-bench.ts';

describe('compareWithStore', () => {
  const bench = indexBench();
  const known = () => [...bench.journal.ids()].flat();
  const journalHas = (...numbers: readonly number[]) =>
    bench.journal.adopt(numbers.map((number) => ({ id: idOf(number), documentId: 'd' })));
  const storeHas = async (...numbers: readonly number[]) => {
    await bench.store.open(TWO_NUMBERS, bench.signal);
    await bench.store.upsert(
      numbers.map((number) => pointWith(number)),
      bench.signal,
    );
  };

  it('lists nothing while the counts agree', async () => {
    await storeHas(1, 2);
    journalHas(1, 2);
    const store = { ...bench.store, list: () => expect.unreachable('listed') };

    expect(await compareWithStore({ ...bench.task(), store })).toBe(0);
  });

  it('F-53: counts and forgets what the store has lost', async () => {
    await storeHas(1, 4);
    journalHas(1, 2, 3, 4, 5);

    expect(await compareWithStore(bench.task())).toBe(3);
    expect(known()).toEqual([idOf(1), idOf(4)]);
  });

  it('F-53: asks for each chunk of a shard, which cannot be counted', async () => {
    await storeHas(1, 4, 9);
    journalHas(1, 2);

    expect(await compareWithStore({ ...bench.task(), shard: { index: 1, count: 3 } })).toBe(1);
    expect(known()).toEqual([idOf(1)]);
  });

  it('takes in chunks that the journal did not know of, and counts points of others', async () => {
    await storeHas(1, 2);
    await bench.store.upsert([pointWith(7, null), pointWith(8, null)], bench.signal);
    journalHas(1);

    expect(await compareWithStore(bench.task())).toBe(0);
    expect(known()).toEqual([idOf(1), idOf(2)]);
    expect(bench.journal.foreign).toBe(2);
    expect(expectedCount(bench.journal)).toBe(4);
  });

  it('leaves a journal that says what the store has, whatever either held', async () => {
    await storeHas();
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(numbers, numbers, async (inStore, inJournal) => {
        await bench.store.remove(await bench.stored(), bench.signal);
        await storeHas(...inStore);
        bench.journal.clear();
        journalHas(...inJournal);

        const missing = await compareWithStore(bench.task());

        // With equal counts nothing is compared: a run removes and adds through its journal alone.
        if (inStore.length === inJournal.length) return;
        expect(missing).toBe(inJournal.filter((number) => !inStore.includes(number)).length);
        expect(known()).toEqual(await bench.stored());
      }),
      { numRuns: 25 },
    );
  });
});

describe('adoptStored', () => {
  const bench = indexBench();

  it('fills an empty journal from the store', async () => {
    await bench.store.open(TWO_NUMBERS, bench.signal);
    await bench.store.upsert([pointWith(2), pointWith(1), pointWith(3, null)], bench.signal);

    await adoptStored(bench.task());

    expect([...bench.journal.ids()]).toEqual([[idOf(1), idOf(2)]]);
    expect(bench.journal.foreign).toBe(1);
  });
});
