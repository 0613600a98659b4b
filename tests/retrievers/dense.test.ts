import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/core/embedder.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { denseRetriever } from '../../src/retrievers/dense.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

const signal = new AbortController().signal;

describe('denseRetriever', () => {
  let folder: string;
  let store: VectorStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rag-dense-'));
    store = sqliteStore({ path: join(folder, 'index.sqlite'), collection: 'wiki' });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const fill = async (payloads: readonly Fields[]) => {
    await store.open({ dimensions: 2, distance: 'cosine', metadata: {} }, signal);
    const points = payloads.map((payload, index) => ({ id: uuid(index), vector: Float32Array.of(index, 1), payload }));
    await store.upsert(points, signal);
  };

  it('finds the passages closest to the vector of the bare query', async () => {
    await fill([{ text: 'zero' }, { text: 'one', title: 'One', page: 1 }, { text: 'two', title: 'Two' }]);
    const embedder = fixedEmbedder([1, 1]);

    const passages = await denseRetriever({ embedder, store }).retrieve('how many?', 2, signal);

    expect(embedder.asked).toEqual([['how many?']]);
    expect(passages).toEqual([
      { id: uuid(1), text: 'one', score: expect.closeTo(1, 6), metadata: { title: 'One', page: 1 } },
      { id: uuid(2), text: 'two', score: expect.closeTo(0.948683, 6), metadata: { title: 'Two' } },
    ]);
  });

  it('tells the model an instruction before the query', async () => {
    await fill([{ text: 'x' }]);
    const embedder = fixedEmbedder([0, 1]);

    await denseRetriever({ embedder, store, queryInstruction: 'Find facts' }).retrieve('how many?', 1, signal);

    expect(embedder.asked).toEqual([['Instruct: Find facts\nQuery:how many?']]);
  });

  it('leaves out passages below a score, and those a filter does not let through', async () => {
    await fill([
      { text: 'zero', page: 1 },
      { text: 'one', page: 2 },
      { text: 'two', page: 1 },
    ]);
    const filter = [{ path: ['page'], test: { type: 'any-of', values: [1] } }] as const;

    const passages = denseRetriever({ embedder: fixedEmbedder([1, 0]), store, scoreThreshold: 0.5, filter });

    expect(await passages.retrieve('?', 9, signal)).toMatchObject([{ text: 'two' }]);
  });

  it('chooses passages unlike one another from four times as many', async () => {
    await fill(Array.from({ length: 9 }, (_, index) => ({ text: `${index}` })));
    const texts = async (mmrLambda: number | null) => {
      const retriever = denseRetriever({ embedder: fixedEmbedder([1, 0]), store, mmrLambda });
      return (await retriever.retrieve('?', 2, signal)).map(({ text }) => text);
    };

    expect(await texts(null)).toEqual(['8', '7']);
    expect(await texts(1)).toEqual(['8', '7']);
    expect(await texts(0)).toEqual(['8', '1']);
  });

  it('reads the text from another field', async () => {
    await fill([{ text: 'not this', body: 'this' }]);

    const retriever = denseRetriever({ embedder: fixedEmbedder([0, 1]), store, textField: 'body' });

    expect(await retriever.retrieve('?', 1, signal)).toMatchObject([{ text: 'this', metadata: { text: 'not this' } }]);
  });

  it.each([
    [{ body: 'x', page: 1 }, 'it holds "body", "page"'],
    [{ text: null }, 'it holds "text"'],
    [{}, 'it is empty'],
  ])('names the keys of a payload without a text: %j', async (payload, seen) => {
    await fill([payload]);

    const promise = denseRetriever({ embedder: fixedEmbedder([0, 1]), store }).retrieve('?', 1, signal);

    await expect(promise).rejects.toMatchObject({
      code: 'PAYLOAD_INVALID',
      message: `the payload of point ${uuid(0)} has no text under "text": ${seen}`,
      hint: 'name the field that holds the text in the retriever\'s option "textField"',
    });
  });

  it('refuses a model whose vectors have another length than the collection', async () => {
    await fill([{ text: 'x' }]);

    const promise = denseRetriever({ embedder: fixedEmbedder([0, 1, 0]), store }).retrieve('?', 1, signal);

    await expect(promise).rejects.toMatchObject({ code: 'STORE_DIMENSION_MISMATCH' });
  });

  it('refuses an embedder that returns nothing', async () => {
    const embedder: Embedder = { model: 'silent', dimensions: null, embed: async () => [] };

    const promise = denseRetriever({ embedder, store }).retrieve('?', 1, signal);

    await expect(promise).rejects.toMatchObject({
      code: 'EMBEDDING_INVALID',
      message: 'model "silent" returned no vector for the query',
    });
  });

  it('does not hide that the collection is missing', async () => {
    const promise = denseRetriever({ embedder: fixedEmbedder([0, 1]), store }).retrieve('?', 1, signal);

    await expect(promise).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
  });
});

function fixedEmbedder(numbers: readonly number[]): Embedder & { readonly asked: readonly (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  return {
    model: 'fixed',
    dimensions: numbers.length,
    asked,
    embed: async (texts) => {
      asked.push(texts);
      return texts.map(() => Float32Array.from(numbers));
    },
  };
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
