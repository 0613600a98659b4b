import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/events.ts';
import { type IndexManifest, manifestFields } from '../../src/core/index-manifest.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { checkIndex, type IndexCheck } from '../../src/pipelines/check-index.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
let store: VectorStore;
let events: ProgressEvent[];

beforeEach(() => {
  events = [];
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
});
afterEach(() => store.close());

const CONTENT = {
  corpus: 'wiki',
  requestedRevision: 'main',
  chunker: 'fixed-length',
  chunkerOptions: { characters: 9 },
};
const WANTED = { ...CONTENT, queryInstruction: null, isChosen: { corpus: true, chunker: true } };
const MANIFEST: IndexManifest = {
  identity: {
    ...CONTENT,
    embeddingModel: 'words',
    dimensions: 8,
    documentInstruction: null,
    corpusRevision: 'abc',
    corpusLimit: null,
  },
  queryInstruction: null,
  state: 'complete',
  journal: 'j',
  run: 'r',
  counts: { documents: 1, chunks: 1 },
};

const check = (overrides: Partial<IndexCheck> = {}) =>
  checkIndex({
    store,
    embedder: wordEmbedder(),
    wanted: WANTED,
    textField: 'text',
    acceptsIncomplete: false,
    report: (event) => events.push(event),
    signal,
    ...overrides,
  });
const open = (manifest: Partial<IndexManifest> = {}) =>
  store.open({ dimensions: 8, distance: 'cosine', metadata: manifestFields({ ...MANIFEST, ...manifest }) }, signal);
const fill = () =>
  store.upsert(
    [{ id: '00000000-0000-4000-8000-000000000001', vector: new Float32Array(8).fill(1), payload: { text: 't' } }],
    signal,
  );
const notices = () => events.map((event) => (event.type === 'notice' ? [event.code, event.message] : event));

describe('checkIndex', () => {
  it('says that there is no collection', async () => {
    await expect(check()).rejects.toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
      message: `there is no collection "c" in ${store.location}`,
      hint: 'fill it first:  rag index --collection c',
    });
  });

  it('says that the collection is empty', async () => {
    await open();

    await expect(check()).rejects.toMatchObject({
      code: 'COLLECTION_EMPTY',
      message: `the collection "c" in ${store.location} holds no passage`,
    });
  });

  it('describes a collection that is fit, and has nothing to say', async () => {
    await open();
    await fill();

    expect(await check()).toMatchObject({ dimensions: 8, count: 1 });
    expect(events).toEqual([]);
  });

  it.each([
    ['another model', { embedder: wordEmbedder({ model: 'other' }) }, 'INDEX_MISMATCH'],
    ['vectors of another length', { embedder: wordEmbedder({ size: 9 }) }, 'STORE_DIMENSION_MISMATCH'],
    [
      'another document instruction',
      { embedder: { ...wordEmbedder(), documentInstruction: 'passage: ' } },
      'INDEX_MISMATCH',
    ],
    ['another revision', { wanted: { ...WANTED, requestedRevision: 'v2' } }, 'INDEX_MISMATCH'],
  ])('refuses %s', async (_, overrides, code) => {
    await open();
    await fill();

    await expect(check(overrides)).rejects.toMatchObject({ code });
  });

  it('does not ask for the length of an embedder that has to be asked', async () => {
    await open();
    await fill();
    const embedder = wordEmbedder({ size: 9, tells: false });

    await check({ embedder });

    expect(embedder.calls).toEqual([]);
  });

  it('has nothing against another model or instruction when nobody looks at vectors', async () => {
    await open({ queryInstruction: 'find it' });
    await fill();

    expect(await check({ embedder: null })).toMatchObject({ count: 1 });
    expect(events).toEqual([]);
  });

  it('does not compare the revisions of different corpora', async () => {
    await open();
    await fill();

    await check({ wanted: { ...WANTED, corpus: 'news', requestedRevision: 'v2' } });

    expect(notices()).toEqual([
      ['INDEX_DIFFERS', 'collection "c" was built from the corpus "wiki", the configured one is "news"'],
    ]);
  });

  it('refuses an index that is being built, or warns where that is enough', async () => {
    await open({ state: 'building' });
    await fill();
    const message = 'collection "c" is not complete: the run that builds it has not come to its end';

    await expect(check()).rejects.toMatchObject({ code: 'INDEX_INCOMPLETE', message });
    await check({ acceptsIncomplete: true });

    expect(notices()).toEqual([['INDEX_INCOMPLETE', message]]);
  });

  it('F-47: compares a few texts of a collection that does not say how it was made', async () => {
    await store.open({ dimensions: 8, distance: 'cosine', metadata: {} }, signal);
    await fill();
    const embedder = wordEmbedder();

    await check({ embedder });
    await check({ embedder: null });
    await check({ textField: 'content' });

    expect(embedder.calls).toEqual([['t']]);
    expect(notices()).toEqual([
      [
        'INDEX_DIFFERS',
        'the vectors of collection "c" are not those of "words": a text embedded again has cosine 0.354 with its own',
      ],
    ]);
  });
});
