import { describe, expect, it } from 'vitest';
import { type IndexManifest, manifestFields } from '../../../src/core/index-manifest.ts';
import type { VectorStore } from '../../../src/core/vector-store.ts';
import { finishIndex } from '../../../src/pipelines/indexing/finish-index.ts';
import { WIKI_MANIFEST } from '../wiki-index.ts';
import { idOf, indexBench, pointWith } from './index-bench.ts';

const COUNTS = { documents: 1, chunks: 2 };
const MANIFEST: IndexManifest = { ...WIKI_MANIFEST, state: 'building', run: 'ours', counts: null };

describe('finishIndex', () => {
  const bench = indexBench();
  const open = async (store: VectorStore, manifest = MANIFEST) => {
    await store.open({ dimensions: 2, distance: 'cosine', metadata: manifestFields(manifest) }, bench.signal);
    await store.upsert([pointWith(1), pointWith(2)], bench.signal);
  };
  const finish = (store: VectorStore, replaced: VectorStore | null = null) => {
    return finishIndex({ ...bench.task(), store, manifest: MANIFEST, replaced, journals: bench.journals }, COUNTS);
  };
  const journalHas = (...numbers: readonly number[]) =>
    bench.journal.adopt(numbers.map((number) => ({ id: idOf(number), documentId: 'd' })));

  it('declares the index complete, with its counts', async () => {
    await open(bench.store);
    journalHas(1, 2);

    expect(await finish(bench.store)).toBe(2);
    expect((await bench.store.describe(bench.signal))?.metadata).toEqual(
      manifestFields({ ...MANIFEST, state: 'complete', counts: COUNTS }),
    );
  });

  it('F-53: does not while the count is wrong', async () => {
    await open(bench.store);
    journalHas(1, 2, 3);

    await expect(finish(bench.store)).rejects.toMatchObject({
      code: 'STORE_INCOMPLETE',
      message: `collection "c" in ${bench.store.location} holds 2 points, expected were 3`,
      hint: 'run the same command again:  rag index',
    });
    expect((await bench.store.describe(bench.signal))?.metadata).toMatchObject({ upkeep: { state: 'building' } });
  });

  it('F-52: does not when another run has written meanwhile', async () => {
    await open(bench.store, { ...MANIFEST, run: 'theirs' });
    journalHas(1, 2);

    await expect(finish(bench.store)).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
      message: `another run has written to collection "c" in ${bench.store.location} meanwhile`,
    });
  });

  it('puts a successor in its place, and forgets the journal of the one before', async () => {
    await open(bench.store, { ...MANIFEST, journal: 'old' });
    bench.journals.open('old').sign('t');
    const successor = await bench.store.successor(bench.signal);
    await open(successor);
    await successor.upsert([pointWith(3)], bench.signal);
    journalHas(1, 2, 3);

    expect(await finish(successor, bench.store)).toBe(3);
    expect(await bench.stored()).toEqual([1, 2, 3].map(idOf));
    expect(await successor.describe(bench.signal)).toBe(null);
    expect(bench.journals.has('old')).toBe(false);
  });
});
