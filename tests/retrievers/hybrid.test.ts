import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/core/embedder.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { Point, VectorStore } from '../../src/core/vector-store.ts';
import { type HybridRetrieverOptions, hybridRetriever } from '../../src/retrievers/hybrid.ts';
import { qdrantStore } from '../../src/stores/qdrant-store.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { type QdrantServer, qdrantServer } from '../fakes/qdrant-server.ts';

const signal = new AbortController().signal;

/** Nearest to the question "bee": 1, 2, 3, 4. By words: 4, 3. Fused: 3 = 1/4 + 1/3, 4 = 1/5 + 1/2, 1 = 1/2, 2 = 1/3. */
const POINTS: readonly Point[] = [
  point(1, [1, 0], { text: 'wasp', kind: 'insect' }),
  point(2, [0.9, 0.2], { text: 'hornet', kind: 'insect' }),
  point(3, [0.5, 0.5], { text: 'a bee and much else beside', kind: 'text' }),
  point(4, [0, 1], { text: 'bee bee', kind: 'insect' }),
];

describe.each(['sqlite', 'qdrant'])('hybridRetriever on %s', (kind) => {
  let folder: string;
  let server: QdrantServer;
  let store: VectorStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rag-hybrid-'));
    server = await qdrantServer();
    store =
      kind === 'sqlite'
        ? sqliteStore({ path: join(folder, 'index.sqlite'), collection: 'wiki' })
        : qdrantStore({ url: server.url, collection: 'wiki', words: true });
    await store.open({ dimensions: 2, distance: 'cosine', metadata: {} }, signal);
    await store.upsert(POINTS, signal);
  });
  afterAll(async () => {
    await store.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const found = async (k: number, options: Partial<HybridRetrieverOptions> = {}) => {
    const passages = await hybridRetriever({ embedder: toTheRight(), store, ...options }).retrieve('bee', k, signal);
    return passages.map(({ id, score }) => [Number(id.slice(-2)), Number(score.toFixed(6))]);
  };

  it('fuses the ranks by vectors and by words as Qdrant would', async () => {
    expect(await found(4)).toEqual([
      [4, 0.7],
      [3, 0.583333],
      [1, 0.5],
      [2, 0.333333],
    ]);
  });

  it('looks at several candidates for each passage, in either list', async () => {
    expect(await found(1)).toEqual([[4, 0.7]]);
    expect(await found(1, { candidates: 1 })).toEqual([[1, 0.5]]);
  });

  it('counts a list as much as its weight says', async () => {
    expect(await found(2, { weights: { dense: 1, bm25: 0 } })).toEqual([
      [1, 0.5],
      [2, 0.333333],
    ]);
    expect(await found(2, { weights: { dense: 0, bm25: 1 } })).toEqual([
      [4, 0.5],
      [3, 0.333333],
    ]);
    expect(await found(1, { weights: { dense: 3, bm25: 1 } })).toEqual([[4, 0.928571]]);
  });

  it('trusts words more where the embedding model knows nothing else', async () => {
    expect(await found(4, { embedder: { ...toTheRight(), wordsOnly: true } })).toEqual([
      [4, 0.714286],
      [3, 0.5625],
      [1, 0.166667],
      [2, 0.090909],
    ]);
  });

  it('searches both lists among the passages a filter lets through', async () => {
    const filter = [{ path: ['kind'], test: { type: 'any-of', values: ['insect'] } }] as const;

    expect(await found(4, { filter })).toEqual([
      [4, 0.75],
      [1, 0.5],
      [2, 0.333333],
    ]);
  });

  it('leaves out passages below a score', async () => {
    expect(await found(4, { scoreThreshold: 0.5 })).toEqual([
      [4, 0.7],
      [3, 0.583333],
      [1, 0.5],
    ]);
  });

  it('chooses passages unlike one another when asked to', async () => {
    expect((await found(3, { mmrLambda: 0.3 })).map(([id]) => id)).toEqual([4, 1, 3]);
  });

  it('gives passages without their vectors', async () => {
    const [passage] = await hybridRetriever({ embedder: toTheRight(), store, mmrLambda: 0.5 }).retrieve(
      'bee',
      1,
      signal,
    );

    expect(passage).toEqual({
      id: uuid(4),
      text: 'bee bee',
      score: expect.closeTo(0.7, 6),
      metadata: { kind: 'insect' },
    });
  });

  it('asks the embedder once, with the instruction before the question', async () => {
    const embedder = toTheRight();

    await hybridRetriever({ embedder, store, queryInstruction: 'Find insects' }).retrieve('bee', 1, signal);

    expect(embedder.asked).toEqual([['Instruct: Find insects\nQuery:bee']]);
  });
});

describe('hybridRetriever', () => {
  it('says at once that a store cannot search words', () => {
    const store = { ...qdrantStore({ url: 'http://localhost:6333', collection: 'wiki' }), text: null };

    expect(() => hybridRetriever({ embedder: toTheRight(), store })).toThrow(
      expect.objectContaining({
        code: 'RETRIEVER_UNSUPPORTED',
        message: 'the store http://localhost:6333 cannot search words, as the retriever "hybrid" does',
      }),
    );
  });
});

function toTheRight(): Embedder & { readonly asked: readonly (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  return {
    model: 'fixed',
    dimensions: 2,
    asked,
    embed: async (texts) => {
      asked.push(texts);
      return texts.map(() => Float32Array.of(1, 0));
    },
  };
}

function point(number: number, numbers: readonly number[], payload: Fields): Point {
  return { id: uuid(number), vector: Float32Array.from(numbers), payload };
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
