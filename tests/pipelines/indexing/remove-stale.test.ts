import { beforeEach, describe, expect, it } from 'vitest';
import { removeStale } from '../../../src/pipelines/indexing/remove-stale.ts';
import { idOf, indexBench, pointWith, TWO_NUMBERS } from './index-bench.ts';

describe('removeStale', () => {
  const bench = indexBench();
  const chunk = (number: number, documentId: string) => ({ id: idOf(number), documentId });

  beforeEach(async () => {
    const chunks = [chunk(1, 'kept'), chunk(2, 'kept'), chunk(3, 'gone')];
    await bench.store.open(TWO_NUMBERS, bench.signal);
    await bench.store.upsert(
      chunks.map(({ documentId }, index) => pointWith(index + 1, documentId)),
      bench.signal,
    );
    bench.journal.adopt(chunks);
    bench.journal.beginSweep();
    bench.journal.sightDocuments(['kept']);
    bench.journal.sightChunks([chunk(1, 'kept')]);
  });

  it.each([
    ['none', [1, 2, 3]],
    ['incremental', [1, 3]],
    ['full', [1]],
  ] as const)('with %s leaves %j', async (cleanup, left) => {
    const removed = await removeStale(bench.task(), cleanup);

    expect(removed).toBe(3 - left.length);
    expect(await bench.stored()).toEqual(left.map(idOf));
    expect([...bench.journal.ids()].flat()).toEqual(left.map(idOf));
  });

  it('has nothing left to do when repeated', async () => {
    await removeStale(bench.task(), 'full');

    expect(await removeStale(bench.task(), 'full')).toBe(0);
  });
});
