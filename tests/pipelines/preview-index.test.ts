import { describe, expect, it } from 'vitest';
import { fixedLength } from '../../src/chunkers/fixed-length.ts';
import { type ProgressEvent, silent } from '../../src/core/events.ts';
import { type PreviewTask, previewIndex } from '../../src/pipelines/preview-index.ts';
import { type MemoryRow, memoryCorpus } from '../fakes/memory-corpus.ts';

const { signal } = new AbortController();
const ROWS: MemoryRow[] = [{ id: 'a', text: 'one two three', title: 'A' }, { id: 'b', text: '' }, 'é'.repeat(8)];

const embedder = {
  model: 'm',
  dimensions: 10,
  embed: async () => Promise.reject(new Error('asked for vectors')),
};

function preview(rows = ROWS, changes: Partial<PreviewTask> = {}) {
  return previewIndex({
    ...memoryCorpus(rows),
    chunker: fixedLength({ characters: 8, overlap: 0, minCharacters: 0 }),
    shard: null,
    embedder,
    cache: null,
    keepsVectors: true,
    runs: [],
    batchSize: 2,
    upsertSize: 2,
    maxFailures: { type: 'count', most: 0 },
    seed: 0,
    report: silent,
    signal,
    ...changes,
  });
}

describe('previewIndex', () => {
  it('counts what a run would do, without a call', async () => {
    expect(await preview()).toEqual({
      corpus: 'memory',
      revision: 'r1',
      chunker: 'fixed-length',
      chunkerOptions: { characters: 8, overlap: 0, minCharacters: 0 },
      documents: 2,
      chunks: 3,
      empty: 1,
      failed: 0,
      failures: [],
      characters: { total: 21, least: 5, most: 8 },
      lengths: [1, 2, 3, 4, 5, 6, 7, 8].map((length) => ({
        from: length,
        to: length,
        count: { 5: 1, 8: 2 }[length] ?? 0,
      })),
      tokens: 8,
      areTokensCounted: false,
      embedding: { model: 'm', dimensions: 10, texts: 3, cached: 0, calls: 2 },
      upserts: 2,
      bytes: { text: 29, payload: 170, vectors: 120, sqlite: 655, qdrant: 350, own: 600 },
      time: { basis: 'assumed', seconds: 0.25, callSeconds: 0.5, callsAtOnce: 4 },
      samples: [
        expect.objectContaining({ text: 'one two ', documentId: 'a', index: 0, metadata: { title: 'A' } }),
        expect.objectContaining({ text: 'three', documentId: 'a', index: 1, origin: 'memory:1' }),
        expect.objectContaining({ text: 'éééééééé', documentId: '2', index: 0, origin: 'memory:3' }),
      ],
    });
  });

  it('asks for no text that is in the cache', async () => {
    const cache = {
      get: (texts: readonly string[]) => texts.map((text) => (text === 'three' ? new Float32Array(10) : null)),
      set: () => {},
    };

    expect((await preview(ROWS, { cache, batchSize: 1 })).embedding).toMatchObject({ texts: 2, cached: 1, calls: 2 });
  });

  it('counts tokens with the tokenizer of the chunker', async () => {
    const chunker = {
      ...fixedLength({ characters: 8, overlap: 0, minCharacters: 0 }),
      countTokens: (text: string) => text.trim().split(' ').length,
    };

    expect(await preview(ROWS, { chunker })).toMatchObject({ tokens: 4, areTokensCounted: true });
  });

  it('does not guess at vectors whose length only a call can tell', async () => {
    const { bytes, embedding } = await preview(ROWS, { embedder: { ...embedder, dimensions: null } });

    expect(bytes).toEqual({ text: 29, payload: 170, vectors: null, sqlite: null, qdrant: null, own: null });
    expect(embedding.dimensions).toBe(null);
  });

  it('draws its samples by the seed', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => `text ${index}`);
    const drawn = async (seed: number) => (await preview(rows, { seed })).samples.map(({ documentId }) => documentId);

    expect(await drawn(1)).toHaveLength(3);
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(1)).not.toEqual(await drawn(2));
  });

  it('treats bad rows as a run does', async () => {
    const events: ProgressEvent[] = [];
    const rows = ['one', null, 'two'];
    const report = (event: ProgressEvent) => events.push(event);

    await expect(preview(rows)).rejects.toMatchObject({ code: 'FILE_INVALID' });
    expect(await preview(rows, { maxFailures: { type: 'count', most: 1 }, report })).toMatchObject({
      documents: 2,
      failed: 1,
      failures: [{ origin: 'memory:2', code: 'FILE_INVALID', message: 'memory:2 is not JSON' }],
    });
    await expect(preview(rows, { maxFailures: { type: 'share', most: 0.1 } })).rejects.toMatchObject({
      code: 'TOO_MANY_FAILURES',
    });
    await expect(preview([''])).rejects.toMatchObject({ code: 'CORPUS_EMPTY' });
    expect(events.filter(({ type }) => type === 'notice')).toHaveLength(1);
  });
});
