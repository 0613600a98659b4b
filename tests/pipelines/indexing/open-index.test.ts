import { describe, expect, it } from 'vitest';
import { type IndexManifest, manifestFields } from '../../../src/core/index-manifest.ts';
import type { VectorStore } from '../../../src/core/vector-store.ts';
import { type OpenTask, openIndex } from '../../../src/pipelines/indexing/open-index.ts';
import { wordEmbedder } from '../../fakes/word-embedder.ts';
import { countedIds } from '../index-task.ts';
import { WIKI, WIKI_MANIFEST } from '../wiki-index.ts';
import { indexBench, pointWith } from './index-bench.ts';

const { dimensions: _, ...WANTED } = WIKI;

describe('openIndex', () => {
  const bench = indexBench();
  const open = (overrides: Partial<OpenTask> = {}) =>
    openIndex({
      store: bench.store,
      embedder: wordEmbedder({ size: 2 }),
      wanted: WANTED,
      queryInstruction: null,
      isSuccessor: false,
      shard: null,
      acceptsOtherCorpus: false,
      journals: bench.journals,
      newId: countedIds(),
      report: bench.report,
      signal: bench.signal,
      ...overrides,
    });
  const filled = async (store: VectorStore, manifest: Partial<IndexManifest> = {}) => {
    const metadata = manifestFields({ ...WIKI_MANIFEST, ...manifest });
    await store.open({ dimensions: 2, distance: 'cosine', metadata }, bench.signal);
    await store.upsert([pointWith(1), pointWith(2), pointWith(3, null)], bench.signal);
  };
  const upkeep = async (store = bench.store) => (await store.describe(bench.signal))?.metadata.upkeep;

  it('makes a collection that carries the run, and a journal that carries it too', async () => {
    const { manifest, journal, storedBefore } = await open();

    expect(manifest).toEqual({
      identity: WIKI,
      queryInstruction: null,
      state: 'building',
      journal: 'id-1',
      run: 'id-2',
      counts: null,
    });
    expect(await upkeep()).toEqual({ state: 'building', journal: 'id-1', run: 'id-2' });
    expect([journal.token, storedBefore]).toEqual(['id-2', 0]);
  });

  it('goes on with the journal of the last run, without asking the store', async () => {
    await filled(bench.store);
    const before = bench.journals.open('old-journal');
    before.adopt([{ id: pointWith(1).id, documentId: 'd' }]);
    before.sign('old-run');

    const { manifest, storedBefore } = await open();

    expect(manifest).toMatchObject({ state: 'updating', journal: 'old-journal', counts: { documents: 1, chunks: 2 } });
    expect(storedBefore).toBe(1);
    expect(bench.notices()).toEqual([]);
  });

  it('F-51: asks the store when the journal is of another run, or lost', async () => {
    await filled(bench.store);
    bench.journals.open('old-journal').sign('a-run-on-another-machine');

    const { journal, storedBefore } = await open();

    expect([storedBefore, journal.foreign]).toEqual([2, 1]);
    expect(bench.notices()).toEqual([
      'JOURNAL_REBUILT there is no journal of the last run on "c" here; asking the store what it has',
    ]);
  });

  it('makes a collection again that holds nothing, and forgets its journal', async () => {
    const metadata = manifestFields({ ...WIKI_MANIFEST, identity: { ...WIKI, embeddingModel: 'other' } });
    await bench.store.open({ dimensions: 9, distance: 'cosine', metadata }, bench.signal);
    bench.journals.open('old-journal').sign('old-run');

    await open();

    expect(await bench.store.describe(bench.signal)).toMatchObject({ dimensions: 2, count: 0 });
    expect(bench.journals.has('old-journal')).toBe(false);
  });

  it('takes on an empty collection that another tool has made, and never drops it', async () => {
    await bench.store.open({ dimensions: 2, distance: 'cosine', metadata: { made_by: 'hand' } }, bench.signal);
    const store = { ...bench.store, drop: () => Promise.reject(new Error('dropped')) };

    await expect(open({ store, embedder: wordEmbedder({ size: 5 }) })).rejects.toMatchObject({
      code: 'STORE_DIMENSION_MISMATCH',
    });
    expect((await open({ store })).manifest.state).toBe('building');
    expect(await upkeep()).toMatchObject({ state: 'building' });
  });

  it('goes on with a successor that was begun in the same way', async () => {
    const store = await bench.store.successor(bench.signal);
    await filled(store, { state: 'building' });

    const { storedBefore } = await open({ store, isSuccessor: true });

    expect(storedBefore).toBe(2);
    expect(await upkeep(store)).toMatchObject({ state: 'building' });
  });

  it.each([
    ['of something else', { state: 'building', identity: { ...WIKI, corpusRevision: 'def' } }],
    ['that was complete', { state: 'complete' }],
  ] as const)('makes a successor %s again', async (_, manifest) => {
    const store = await bench.store.successor(bench.signal);
    await filled(store, manifest);

    const { storedBefore } = await open({ store, isSuccessor: true });

    expect(storedBefore).toBe(0);
    expect(await store.count(bench.signal)).toBe(0);
  });

  it('asks the model for the length of its vectors when nobody else knows', async () => {
    const embedder = wordEmbedder({ size: 5, tells: false });

    const { manifest } = await open({ embedder });

    expect(manifest.identity.dimensions).toBe(5);
    expect(embedder.calls).toEqual([['dimensions']]);
  });

  it('F-45: refuses a collection of another length before anything is embedded', async () => {
    await filled(bench.store);
    const embedder = wordEmbedder({ size: 5 });

    await expect(open({ embedder })).rejects.toMatchObject({ code: 'STORE_DIMENSION_MISMATCH' });
    expect(embedder.calls).toEqual([]);
  });
});
