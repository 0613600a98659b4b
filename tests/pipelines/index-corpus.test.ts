import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedLength } from '../../src/chunkers/fixed-length.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { type IndexTask, indexCorpus } from '../../src/pipelines/index-corpus.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

import { memoryCorpus } from '../fakes/memory-corpus.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const TEXTS = ['red green blue', 'one two three', 'sun moon star', 'iron gold tin', 'oak elm ash'];

const folder = temporaryFolder();
let store: VectorStore;
let events: ProgressEvent[];

beforeEach(() => {
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
  events = [];
});
afterEach(async () => {
  await store.close();
});

function task(overrides: Partial<IndexTask> = {}): IndexTask {
  let now = 0;
  return {
    ...memoryCorpus(TEXTS),
    chunker: fixedLength({ characters: 100, overlap: 0, minCharacters: 0 }),
    embedder: wordEmbedder(),
    store,
    batchSize: 2,
    upsertSize: 100,
    recreate: false,
    report: (event) => events.push(event),
    signal: new AbortController().signal,
    clock: () => {
      now += 100;
      return now;
    },
    ...overrides,
  };
}

describe('indexCorpus', () => {
  it('embeds and stores every chunk once, batch by batch', async () => {
    const embedder = wordEmbedder();

    const report = await indexCorpus(task({ embedder }));

    expect(report).toEqual({
      collection: 'c',
      documents: 5,
      chunks: 5,
      embedded: 5,
      upserted: 5,
      stored: 5,
      dimensions: 8,
      seconds: 0.7,
      waitingForEmbeddings: 3 / 7,
    });
    expect(embedder.calls).toEqual([TEXTS.slice(0, 2), TEXTS.slice(2, 4), TEXTS.slice(4)]);
    expect(events).toEqual([
      { type: 'stage-start', stage: 'index', total: null },
      { type: 'stage-advance', stage: 'index', by: 2 },
      { type: 'stage-advance', stage: 'index', by: 2 },
      { type: 'stage-advance', stage: 'index', by: 1 },
      { type: 'stage-end', stage: 'index' },
    ]);
  });

  it('keeps the text, the document and the position of a chunk', async () => {
    await indexCorpus(task());

    const [hit] = (await store.text?.search('moon', { k: 1 }, new AbortController().signal)) ?? [];
    expect(hit?.payload).toEqual({ text: 'sun moon star', document_id: '2', chunk: 0 });
  });

  it('describes how the collection was made', async () => {
    await indexCorpus(task());

    expect((await store.describe(new AbortController().signal))?.metadata).toEqual({
      embedding_model: 'words',
      corpus: 'memory',
      corpus_revision: 'r1',
      chunker: 'fixed-length',
      chunker_options: { characters: 100, overlap: 0, minCharacters: 0 },
    });
  });

  it('rewrites the same points when it is run again', async () => {
    await indexCorpus(task());

    expect(await indexCorpus(task())).toMatchObject({ upserted: 5, stored: 5 });
  });

  it('starts from nothing with recreate', async () => {
    await indexCorpus(task());

    expect(await indexCorpus(task({ ...memoryCorpus(['only one']), recreate: true }))).toMatchObject({ stored: 1 });
  });

  it('asks for one vector when the embedder does not tell its dimensions', async () => {
    const embedder = wordEmbedder({ tells: false });

    await indexCorpus(task({ embedder }));

    expect(embedder.calls[0]).toEqual(['dimensions']);
  });

  it('embeds nothing when the collection has other dimensions', async () => {
    await indexCorpus(task());
    const embedder = wordEmbedder({ size: 4 });

    await expect(indexCorpus(task({ embedder }))).rejects.toMatchObject({ code: 'STORE_DIMENSION_MISMATCH' });
    expect(embedder.calls).toEqual([]);
  });

  it('embeds nothing when the collection was built with another model', async () => {
    await indexCorpus(task());
    const embedder = wordEmbedder({ model: 'other' });

    await expect(indexCorpus(task({ embedder }))).rejects.toMatchObject({
      code: 'INDEX_MISMATCH',
      message: 'collection "c" was built with the embedding model "words", the configured one is "other"',
      hint: 'index into another collection:  rag index --collection c_2\nor build this one anew:  rag index --recreate',
    });
    expect(embedder.calls).toEqual([]);
  });

  it('makes an empty collection anew for another model', async () => {
    const failing = { ...wordEmbedder({ size: 4 }), embed: () => Promise.reject(new Error('server gone')) };
    await expect(indexCorpus(task({ embedder: failing }))).rejects.toThrow('server gone');

    expect(await indexCorpus(task())).toMatchObject({ dimensions: 8, stored: 5 });
  });

  it.each([
    [[], 'nothing to index in the corpus "memory": it has no documents'],
    [['', '  '], 'nothing to index in the corpus "memory": none of its 2 documents gave a chunk'],
  ])('refuses a corpus of %j', async (texts, message) => {
    await expect(indexCorpus(task(memoryCorpus(texts)))).rejects.toMatchObject({ code: 'CORPUS_EMPTY', message });
  });

  it('passes on a failed upsert, even the last one', async () => {
    const failing = { ...store, upsert: () => Promise.reject(new Error('disk gone')) };

    await expect(indexCorpus(task({ store: failing }))).rejects.toThrow('disk gone');
  });
});
