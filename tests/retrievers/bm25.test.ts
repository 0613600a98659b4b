import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { type Bm25RetrieverOptions, bm25Retriever } from '../../src/retrievers/bm25.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

const signal = new AbortController().signal;

describe('bm25Retriever', () => {
  let folder: string;
  let store: VectorStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rag-bm25-'));
    store = sqliteStore({ path: join(folder, 'index.sqlite'), collection: 'wiki' });
    await store.open({ dimensions: 1, distance: 'cosine', metadata: {} }, signal);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('finds the passages that share words with the query', async () => {
    const id = '00000000-0000-4000-8000-000000000001';
    const payload = { text: 'Bees make honey.', title: 'Bee' };
    await store.upsert([{ id, vector: Float32Array.of(1), payload }], signal);

    const passages = await bm25Retriever({ store }).retrieve('Who makes honey?', 3, signal);

    expect(passages).toEqual([{ id, text: 'Bees make honey.', score: expect.any(Number), metadata: { title: 'Bee' } }]);
  });

  it('leaves out passages below a score, and chooses them unlike one another', async () => {
    const texts = ['bee bee bee wasp', 'bee bee bee wasp rose', 'bee and more and more and more', 'sloth'];
    const points = texts.map((text, index) => ({
      id: `00000000-0000-4000-8000-00000000000${index}`,
      vector: Float32Array.of(1),
      payload: { text },
    }));
    await store.upsert(points, signal);
    const numbers = async (options: Partial<Bm25RetrieverOptions>) =>
      (await bm25Retriever({ store, ...options }).retrieve('bee wasp', 2, signal)).map(({ id }) => id.at(-1));

    expect(await numbers({})).toEqual(['0', '1']);
    expect(await numbers({ scoreThreshold: 99 })).toEqual([]);
    expect(await numbers({ mmrLambda: 0 })).toEqual(['0', '1']);
  });

  it('says at once that a store cannot search words', () => {
    const wordless: VectorStore = { ...store, location: 'http://localhost:6333', text: null };

    expect(() => bm25Retriever({ store: wordless })).toThrow(
      expect.objectContaining({
        code: 'RETRIEVER_UNSUPPORTED',
        message: 'the store http://localhost:6333 cannot search words, as the retriever "bm25" does',
        hint: 'use the retriever "dense", or the store "sqlite" or "qdrant"',
      }),
    );
  });
});
