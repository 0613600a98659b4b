import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { checkIndex } from '../../src/pipelines/check-index.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
let store: VectorStore;

beforeEach(() => {
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
});
afterEach(() => store.close());

const check = (model = 'words') => checkIndex({ store, embedder: wordEmbedder({ model }), signal });
const open = () => store.open({ dimensions: 8, distance: 'cosine', metadata: { embedding_model: 'words' } }, signal);
const fill = () =>
  store.upsert(
    [{ id: '00000000-0000-4000-8000-000000000001', vector: new Float32Array(8).fill(1), payload: { text: 't' } }],
    signal,
  );

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

  it('refuses the vectors of another model', async () => {
    await open();
    await fill();

    await expect(check('other')).rejects.toMatchObject({ code: 'INDEX_MISMATCH' });
  });

  it('has nothing against them when nobody looks at vectors', async () => {
    await open();
    await fill();

    expect(await checkIndex({ store, embedder: null, signal })).toMatchObject({ count: 1 });
  });

  it('describes a collection that is fit', async () => {
    await open();
    await fill();

    expect(await check()).toMatchObject({ dimensions: 8, count: 1 });
  });
});
