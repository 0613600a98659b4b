import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedLength } from '../../src/chunkers/fixed-length.ts';
import type { EmbeddingCache } from '../../src/core/embedding-cache.ts';
import { RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { Point, VectorStore } from '../../src/core/vector-store.ts';
import { embeddingCache } from '../../src/files/embedding-cache.ts';
import { type IndexJournalsFolder, indexJournals } from '../../src/files/index-journals.ts';
import { type IndexTask, indexCorpus } from '../../src/pipelines/index-corpus.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';

import { type MemoryCorpus, memoryCorpus } from '../fakes/memory-corpus.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { countedIds, indexTask } from './index-task.ts';

const TEXTS = ['red green blue', 'one two three', 'sun moon star', 'iron gold tin', 'oak elm ash'];

const folder = temporaryFolder();
const { signal } = new AbortController();
let store: VectorStore;
let journals: IndexJournalsFolder;
let cache: EmbeddingCache & { close(): void };
let events: ProgressEvent[];
let newId: () => string;

const report = (event: ProgressEvent) => events.push(event);

beforeEach(() => {
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
  journals = indexJournals({ folder: join(folder.path, 'indexing'), report });
  const scope = { model: 'words', dimensions: 8, instruction: null };
  cache = embeddingCache({ path: join(folder.path, 'embeddings.sqlite'), scope, report });
  events = [];
  newId = countedIds();
});
afterEach(async () => {
  journals.close();
  cache.close();
  await store.close();
});

function task(overrides: Partial<IndexTask> = {}): IndexTask {
  let now = 0;
  const clock = () => {
    now += 100;
    return now;
  };
  const world = { ...memoryCorpus(TEXTS), store, journals, report, newId };
  return { ...indexTask(world), cache, clock, ...overrides };
}

/** What the collection holds, by text. */
async function stored(): Promise<Record<string, Fields>> {
  const points: Point[] = [];
  for await (const page of store.list([], signal)) {
    points.push(
      ...(await store.read(
        page.map(({ id }) => id),
        signal,
      )),
    );
  }
  return Object.fromEntries(points.map(({ payload }) => [String(payload.text), payload]).sort());
}

const notices = () => events.flatMap((event) => (event.type === 'notice' ? [`${event.code} ${event.message}`] : []));
const embeddedTexts = (...embedders: readonly { calls: readonly (readonly string[])[] }[]) =>
  embedders.flatMap(({ calls }) => calls.flat());
const metadata = async () => (await store.describe(signal))?.metadata;

describe('indexCorpus', () => {
  it('embeds and stores every chunk once, batch by batch', async () => {
    const embedder = wordEmbedder();

    const result = await indexCorpus(task({ embedder }));

    expect(result).toEqual({
      collection: 'c',
      documents: 5,
      chunks: 5,
      embedded: 5,
      cached: 0,
      unchanged: 0,
      upserted: 5,
      removed: 0,
      empty: 0,
      repeated: 0,
      repeatedDocuments: 0,
      failed: 0,
      failures: [],
      stored: 5,
      shard: null,
      dimensions: 8,
      digest: '4ed06e46e04d8b46',
      seconds: expect.any(Number),
      waitingForEmbeddings: expect.any(Number),
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

  it('foretells the first texts to the store, whichever are stored or in the cache already', async () => {
    const foretold: (readonly Fields[])[] = [];
    const measuring = {
      ...store,
      measureWords: async (payloads: readonly Fields[]) => {
        foretold.push(payloads);
      },
    };
    cache.set([TEXTS[0] ?? ''], [Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0)]);

    await indexCorpus(task({ store: measuring }));
    await indexCorpus(task({ store: measuring }));

    const first = TEXTS.slice(0, 2).map((text, id) => ({ text, document_id: String(id), chunk: 0 }));
    expect(foretold).toEqual([first, first]);
  });

  it('keeps the text, the document, the position and the other columns of a chunk', async () => {
    await indexCorpus(task(memoryCorpus([{ id: 'd', text: 'sun moon', title: 'Sky' }])));

    expect(await stored()).toEqual({ 'sun moon': { text: 'sun moon', document_id: 'd', chunk: 0, title: 'Sky' } });
  });

  it('lets no column of the corpus take the place of its own', async () => {
    const rows = [{ id: 'd', text: 'sun', document_id: 'x', chunk: 'y', other: 'z' }];

    await indexCorpus(task(memoryCorpus(rows)));

    expect(await stored()).toEqual({ sun: { text: 'sun', document_id: 'd', chunk: 0, other: 'z' } });
  });

  it('describes how the collection was made', async () => {
    await indexCorpus(task({ queryInstruction: 'find it' }));

    expect(await metadata()).toEqual({
      embedding_model: 'words',
      dimensions: 8,
      distance: 'cosine',
      corpus: 'memory',
      corpus_revision: 'r1',
      chunker: 'fixed-length',
      chunker_options: { characters: 100, overlap: 0, minCharacters: 0 },
      query_instruction: 'find it',
      documents: 5,
      chunks: 5,
      digest: '4ed06e46e04d8b46',
      upkeep: { state: 'complete', journal: 'id-1', run: 'id-2' },
    });
  });

  it('puts the instruction for documents before each text, and keeps it out of the payload', async () => {
    const embedder = { ...wordEmbedder(), documentInstruction: 'passage: ' };

    await indexCorpus(task({ ...memoryCorpus(['sun']), embedder }));

    expect(embedder.calls).toEqual([['passage: sun']]);
    expect(await stored()).toMatchObject({ sun: { text: 'sun' } });
    expect(await metadata()).toMatchObject({ document_instruction: 'passage: ' });
  });

  it('embeds texts that are the same once, and stores each', async () => {
    const embedder = wordEmbedder();

    const result = await indexCorpus(task({ ...memoryCorpus(['sun', 'moon', 'sun', 'sun', 'star']), embedder }));

    expect(embeddedTexts(embedder)).toEqual(['sun', 'moon', 'star']);
    expect(result).toMatchObject({ chunks: 5, embedded: 3, upserted: 5, stored: 5 });
  });

  it('asks for one vector when nobody tells the dimensions', async () => {
    const embedder = wordEmbedder({ tells: false });
    await indexCorpus(task({ embedder }));
    expect(embedder.calls[0]).toEqual(['dimensions']);

    const again = wordEmbedder({ tells: false });
    await indexCorpus(task({ embedder: again }));
    expect(again.calls).toEqual([]);
  });

  it.each([
    [[], 'nothing to index in the corpus "memory": it has no documents'],
    [['', ''], 'nothing to index in the corpus "memory": it has no documents'],
    [['  ', ' '], 'nothing to index in the corpus "memory": no chunk came of 2 documents'],
  ])('F-39: refuses a corpus of %j', async (texts, message) => {
    await expect(indexCorpus(task(memoryCorpus(texts)))).rejects.toMatchObject({ code: 'CORPUS_EMPTY', message });
  });

  describe('on a collection that is there', () => {
    it('embeds and stores nothing when the corpus has not changed', async () => {
      await indexCorpus(task());
      const embedder = wordEmbedder();
      events = [];

      const result = await indexCorpus(task({ embedder, cache: null }));

      expect(embedder.calls).toEqual([]);
      expect(result).toMatchObject({ chunks: 5, embedded: 0, unchanged: 5, upserted: 0, removed: 0, stored: 5 });
      expect(events).toEqual([
        { type: 'stage-start', stage: 'index', total: null },
        { type: 'stage-advance', stage: 'index', by: 5 },
        { type: 'stage-end', stage: 'index' },
      ]);
    });

    const BEFORE = ['a', 'b', 'c'].map((id) => ({ id, text: `text of ${id}` }));
    const AFTER = [
      { id: 'a', text: 'text of a' },
      { id: 'b', text: 'another text of b' },
      { id: 'd', text: 'text of d' },
    ];

    it.each([
      ['full', 2, ['another text of b', 'text of a', 'text of d']],
      ['incremental', 1, ['another text of b', 'text of a', 'text of c', 'text of d']],
      ['none', 0, ['another text of b', 'text of a', 'text of b', 'text of c', 'text of d']],
    ] as const)('follows a corpus that has changed, with cleanup %s', async (cleanup, removed, texts) => {
      await indexCorpus(task({ ...memoryCorpus(BEFORE), cleanup }));
      const embedder = wordEmbedder();

      const result = await indexCorpus(task({ ...memoryCorpus(AFTER, 'r2'), embedder, cleanup }));

      expect(embeddedTexts(embedder)).toEqual(['another text of b', 'text of d']);
      expect(result).toMatchObject({ chunks: 3, embedded: 2, unchanged: 1, upserted: 2, removed });
      expect(Object.keys(await stored())).toEqual(texts);
      expect(await metadata()).toMatchObject({ corpus_revision: 'r2', chunks: 3, upkeep: { state: 'complete' } });
    });

    it('stores a chunk anew whose metadata has changed, and embeds nothing for it', async () => {
      const rows = (language: string) => [
        { id: 'a', text: 'sun', language },
        { id: 'b', text: 'moon', language: 'en' },
      ];
      await indexCorpus(task(memoryCorpus(rows('en'))));
      const embedder = wordEmbedder();

      const result = await indexCorpus(task({ ...memoryCorpus(rows('de'), 'r2'), embedder }));

      expect(embedder.calls).toEqual([]);
      expect(result).toMatchObject({ embedded: 0, cached: 1, unchanged: 1, upserted: 1, removed: 1, stored: 2 });
      expect(await stored()).toEqual({
        moon: { text: 'moon', document_id: 'b', chunk: 0, language: 'en' },
        sun: { text: 'sun', document_id: 'a', chunk: 0, language: 'de' },
      });
    });

    it('takes nothing out of documents it could not read', async () => {
      await indexCorpus(task(memoryCorpus(BEFORE)));

      const result = await indexCorpus(
        task({ ...memoryCorpus([...AFTER.slice(0, 2), null]), maxFailures: { type: 'count', most: 1 } }),
      );

      expect(result).toMatchObject({ failed: 1, removed: 1 });
      expect(Object.keys(await stored())).toEqual(['another text of b', 'text of a', 'text of c']);
    });

    it('embeds nothing when the collection has other dimensions', async () => {
      await indexCorpus(task());
      const embedder = wordEmbedder({ size: 4 });

      await expect(indexCorpus(task({ embedder }))).rejects.toMatchObject({ code: 'STORE_DIMENSION_MISMATCH' });
      expect(embedder.calls).toEqual([]);
    });

    it('F-47: embeds nothing when the collection was built with another model', async () => {
      await indexCorpus(task());
      const embedder = wordEmbedder({ model: 'other' });

      await expect(indexCorpus(task({ embedder }))).rejects.toMatchObject({
        code: 'INDEX_MISMATCH',
        message: 'collection "c" was built with the embedding model "words", the configured one is "other"',
        hint: 'index into another collection:  rag index --collection c_2\nor build this one anew:  rag index --recreate',
      });
      expect(embedder.calls).toEqual([]);
    });

    it('F-47: embeds nothing when the collection was built with another instruction', async () => {
      await indexCorpus(task());
      const embedder = { ...wordEmbedder(), documentInstruction: 'passage: ' };

      await expect(indexCorpus(task({ embedder }))).rejects.toMatchObject({
        code: 'INDEX_MISMATCH',
        message: 'collection "c" was built with nothing before each passage, the configuration says "passage: "',
      });
    });

    it('refuses another corpus unless it is told what becomes of the one before', async () => {
      await indexCorpus(task());
      const { corpus, source } = memoryCorpus(['something else']);
      const other = { corpus: { ...corpus, name: 'other' }, source };

      await expect(indexCorpus(task(other))).rejects.toMatchObject({
        code: 'INDEX_MISMATCH',
        message: 'collection "c" was built from the corpus "memory", the configured one is "other"',
      });
      expect(await indexCorpus(task({ ...other, acceptsOtherCorpus: true, cleanup: 'none' }))).toMatchObject({
        stored: 6,
      });
    });

    it('F-60: refuses another revision than the one asked for before, and follows a branch that has moved', async () => {
      const files = { path: 'f' };
      const hub = (revision: string, commit: string): MemoryCorpus => {
        const { corpus, source } = memoryCorpus(TEXTS, commit);
        const location = { type: 'hub', repository: 'o/n', revision, files, columns: null, limit: null } as const;
        return { corpus: { ...corpus, location }, source };
      };
      await indexCorpus(task(hub('main', 'commit-1')));

      await expect(indexCorpus(task(hub('v2', 'commit-2')))).rejects.toMatchObject({
        code: 'INDEX_MISMATCH',
        message: 'collection "c" was built from revision "main" of "memory", the configured one is "v2"',
      });
      await indexCorpus(task(hub('commit-1', 'commit-1')));
      await indexCorpus(task({ ...hub('main', 'commit-2'), acceptsOtherCorpus: true }));
      expect(notices()).toEqual([
        'REVISION_CHANGED the corpus "memory" was at revision commit-1 and is at commit-2: scores from before are not comparable',
      ]);
    });

    it('tells that chunks are cut in another way', async () => {
      await indexCorpus(task());

      const chunker = fixedLength({ characters: 9, overlap: 0, minCharacters: 0 });
      const result = await indexCorpus(task({ chunker }));

      expect(notices()).toEqual([
        'CHUNKER_CHANGED the chunks were cut by ["fixed-length",{"characters":100,"overlap":0,"minCharacters":0}], now by ["fixed-length",{"characters":9,"overlap":0,"minCharacters":0}]: until this run ends, some are from before',
      ]);
      expect(result).toMatchObject({ removed: 5, stored: result.chunks });
    });

    it('makes a collection anew that was never filled', async () => {
      await store.open({ dimensions: 3, distance: 'cosine', metadata: { embedding_model: 'other' } }, signal);

      expect(await indexCorpus(task())).toMatchObject({ stored: 5 });
    });

    describe('made by something else', () => {
      const theirs = (text: string, vector: Float32Array): Point => ({
        id: '00000000-0000-4000-8000-000000000001',
        vector,
        payload: { text },
      });
      const makeTheirs = async (point: Point) => {
        await store.open({ dimensions: 8, distance: 'cosine', metadata: {} }, signal);
        await store.upsert([point], signal);
      };

      it('is taken on when its vectors are those of the model, and its points are left alone', async () => {
        const [vector = new Float32Array()] = await wordEmbedder().embed(['their text'], signal);
        await makeTheirs(theirs('their text', vector));

        const first = await indexCorpus(task());
        const second = await indexCorpus(task());

        expect([first.stored, second.stored, second.unchanged, second.removed]).toEqual([6, 6, 5, 0]);
        expect(await stored()).toMatchObject({ 'their text': { text: 'their text' } });
      });

      it('F-47: is refused when a text embedded again lies elsewhere', async () => {
        await makeTheirs(theirs('their text', Float32Array.of(1, 1, 1, 1, 1, 1, 1, -1)));

        await expect(indexCorpus(task())).rejects.toMatchObject({
          code: 'INDEX_MISMATCH',
          message: expect.stringMatching(
            /^the vectors of collection "c" are not those of "words": a text embedded again has cosine 0\.\d{3} with its own$/,
          ),
        });
      });
    });
  });

  describe('after a run that did not come to its end', () => {
    /** Fails with the nth upsert, after it has stored its points or before. */
    const failingStore = (nth: number, isStored: boolean): VectorStore => {
      let upserts = 0;
      return {
        ...store,
        upsert: async (points, abort) => {
          upserts += 1;
          if (upserts !== nth || isStored) await store.upsert(points, abort);
          if (upserts === nth) throw new Error('killed');
        },
      };
    };

    it.each([
      [1, false],
      [1, true],
      [2, false],
      [3, true],
    ])('goes on where it was, upsert %d failed, stored: %s', async (nth, isStored) => {
      const [first, second] = [wordEmbedder(), wordEmbedder()];
      const broken = task({ store: failingStore(nth, isStored), embedder: first });
      await expect(indexCorpus(broken)).rejects.toThrow('killed');
      expect(await metadata()).toMatchObject({ upkeep: { state: 'building' } });

      const result = await indexCorpus(task({ embedder: second }));

      expect(embeddedTexts(first, second).toSorted()).toEqual(TEXTS.toSorted());
      expect(result).toMatchObject({ chunks: 5, stored: 5 });
      expect(Object.keys(await stored())).toEqual(TEXTS.toSorted());
    });

    it('does without the journal: the store is asked what it has', async () => {
      await expect(indexCorpus(task({ store: failingStore(2, false) }))).rejects.toThrow('killed');
      journals.remove('id-1');
      const embedder = wordEmbedder();

      const result = await indexCorpus(task({ embedder, cache: null }));

      expect(result).toMatchObject({ unchanged: 2, upserted: 3, stored: 5 });
      expect(notices()).toEqual([
        'JOURNAL_REBUILT there is no journal of the last run on "c" here; asking the store what it has',
      ]);
    });

    it('does not believe a journal that has missed a run', async () => {
      const rows = TEXTS.map((text) => ({ id: text, text }));
      await indexCorpus(task(memoryCorpus(rows)));
      const elsewhere = indexJournals({ folder: join(folder.path, 'elsewhere'), report });
      await indexCorpus(task({ journals: elsewhere, ...memoryCorpus(rows.slice(1)) }));
      elsewhere.close();

      const result = await indexCorpus(task(memoryCorpus(rows)));

      expect(result).toMatchObject({ unchanged: 4, upserted: 1, stored: 5 });
    });

    it('removes what was stored, never confirmed, and is gone from the corpus', async () => {
      await expect(indexCorpus(task({ store: failingStore(3, true) }))).rejects.toThrow('killed');

      const result = await indexCorpus(task(memoryCorpus(TEXTS.slice(0, 2))));

      expect(result).toMatchObject({ stored: 2 });
      expect(Object.keys(await stored())).toEqual(TEXTS.slice(0, 2).toSorted());
    });
  });

  describe('with a store that loses points', () => {
    const losing = (loses: (number: number) => boolean): VectorStore => {
      let number = 0;
      return {
        ...store,
        upsert: (points, abort) =>
          store.upsert(
            points.filter(() => {
              number += 1;
              return !loses(number);
            }),
            abort,
          ),
      };
    };

    it('F-53: stores what is missing again, without embedding it again', async () => {
      const texts = Array.from({ length: 250 }, (_, index) => `text number ${index}`);
      const embedder = wordEmbedder();

      const result = await indexCorpus(
        task({ ...memoryCorpus(texts), embedder, batchSize: 20, store: losing((number) => number % 101 === 0) }),
      );

      expect(result).toMatchObject({ chunks: 250, embedded: 250, upserted: 252, stored: 250 });
      expect(embeddedTexts(embedder).length).toBe(250);
      expect(notices()).toEqual(['POINTS_LOST collection "c" lacks 2 points that the store confirmed; storing again']);
      expect(Object.keys(await stored()).length).toBe(250);
    });

    it('F-53: gives up on points that never arrive', async () => {
      await expect(
        indexCorpus(task({ store: losing((number) => number % 5 === 0 || number > 5) })),
      ).rejects.toMatchObject({
        code: 'STORE_INCOMPLETE',
        message: `collection "c" in ${store.location} lacks 1 point, stored again and again`,
      });
    });

    it('notices what somebody has removed since', async () => {
      await indexCorpus(task());
      const [first] = (await store.search(new Float32Array(8).fill(1), { k: 1 }, signal)).map(({ id }) => id);
      await store.remove([first ?? ''], signal);

      expect(await indexCorpus(task())).toMatchObject({ embedded: 0, upserted: 1, stored: 5 });
    });
  });

  it('refuses to declare an index complete that another run has written to', async () => {
    const other: VectorStore = {
      ...store,
      settle: async () => store.relabel({ embedding_model: 'words', upkeep: { run: 'another' } }, signal),
    };

    await expect(indexCorpus(task({ store: other }))).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
      message: `another run has written to collection "c" in ${store.location} meanwhile`,
    });
  });

  describe('with recreate', () => {
    it('puts a new collection in the place of the old one, and embeds nothing that is in the cache', async () => {
      await indexCorpus(task(memoryCorpus(['old', 'sun moon star'])));
      const embedder = wordEmbedder();

      const result = await indexCorpus(task({ embedder, recreate: true }));

      expect(embeddedTexts(embedder)).toEqual(TEXTS.filter((text) => text !== 'sun moon star'));
      expect(result).toMatchObject({ collection: 'c', embedded: 4, cached: 1, stored: 5 });
      expect(Object.keys(await stored())).toEqual(TEXTS.toSorted());
      expect(await (await store.successor(signal)).describe(signal)).toBeNull();
    });

    it('needs no fitting collection', async () => {
      await indexCorpus(task({ embedder: wordEmbedder({ model: 'other', size: 4 }), cache: null }));

      expect(await indexCorpus(task({ recreate: true }))).toMatchObject({ stored: 5, dimensions: 8 });
    });

    it('leaves the old collection in use until the new one is complete, and goes on with that', async () => {
      await indexCorpus(task(memoryCorpus(['old'])));
      const successor = await store.successor(signal);
      let upserts = 0;
      const failing: VectorStore = {
        ...store,
        successor: async () => ({
          ...successor,
          upsert: async (points, abort) => {
            upserts += 1;
            if (upserts === 3) throw new Error('killed');
            await successor.upsert(points, abort);
          },
        }),
      };
      await expect(indexCorpus(task({ store: failing, recreate: true }))).rejects.toThrow('killed');
      expect(Object.keys(await stored())).toEqual(['old']);
      const embedder = wordEmbedder();

      const result = await indexCorpus(task({ embedder, recreate: true }));

      expect(embeddedTexts(embedder)).toEqual([]);
      expect(result).toMatchObject({ unchanged: 4, cached: 1, stored: 5 });
      expect(Object.keys(await stored())).toEqual(TEXTS.toSorted());
    });

    it('begins again when the run before was making something else', async () => {
      const successor = await store.successor(signal);
      const failing = { ...successor, upsert: () => Promise.reject(new Error('killed')) };
      const chunker = fixedLength({ characters: 9, overlap: 0, minCharacters: 0 });
      const first = task({ store: { ...store, successor: async () => failing }, chunker, recreate: true });
      await expect(indexCorpus(first)).rejects.toThrow('killed');

      expect(await indexCorpus(task({ recreate: true }))).toMatchObject({ unchanged: 0, stored: 5 });
    });

    it('follows the corpus afterwards without asking the store what it has', async () => {
      await indexCorpus(task({ recreate: true }));

      expect(await indexCorpus(task(memoryCorpus([...TEXTS, 'more'])))).toMatchObject({ unchanged: 5, upserted: 1 });
      expect(notices()).toEqual([]);
    });
  });

  describe('what cannot be used', () => {
    const ROWS = ['sun', null, 'moon', { title: 'no text' }, 'star'];

    it('is fatal by default, and named', async () => {
      await expect(indexCorpus(task(memoryCorpus(ROWS)))).rejects.toMatchObject({
        code: 'FILE_INVALID',
        message: 'memory:2 is not JSON',
      });
    });

    it('is left out, counted and named where that is allowed', async () => {
      const result = await indexCorpus(task({ ...memoryCorpus(ROWS), maxFailures: { type: 'count', most: 2 } }));

      expect(result).toMatchObject({
        documents: 3,
        stored: 3,
        failed: 2,
        failures: [
          { origin: 'memory:2', code: 'FILE_INVALID', message: 'memory:2 is not JSON' },
          { origin: 'memory:4', code: 'ROW_INVALID', message: 'memory:4 has no text' },
        ],
      });
      expect(notices()).toEqual([
        'ROW_SKIPPED memory:2 is not JSON: left out',
        'ROW_SKIPPED memory:4 has no text: left out',
      ]);
      // The rows after it keep their places, whether it can be read or not.
      expect(await stored()).toMatchObject({ star: { document_id: '4' } });
    });

    it('ends the run when there is more of it than allowed', async () => {
      await expect(
        indexCorpus(task({ ...memoryCorpus(ROWS), maxFailures: { type: 'count', most: 1 } })),
      ).rejects.toMatchObject({
        code: 'TOO_MANY_FAILURES',
        message: 'more than 1 row could not be indexed, the last: memory:4 has no text',
      });
      await expect(
        indexCorpus(task({ ...memoryCorpus(ROWS), maxFailures: { type: 'share', most: 0.2 } })),
      ).rejects.toMatchObject({
        code: 'TOO_MANY_FAILURES',
        message: '2 of 5 rows could not be indexed, the last: memory:4 has no text',
      });
    });

    it('F-25, F-48: is also a text the model cannot take; the others of its batch are stored', async () => {
      const words = wordEmbedder();
      const embedder: typeof words = {
        ...words,
        embed: async (texts, abort) => {
          const index = texts.findIndex((text) => text.includes('moon'));
          if (index !== -1) throw new RagError('CONTEXT_OVERFLOW', 'text too long', { details: { index } });
          return words.embed(texts, abort);
        },
      };
      const rows = memoryCorpus(['sun', 'moon', 'moon', 'star']);

      await expect(indexCorpus(task({ ...rows, embedder, batchSize: 4 }))).rejects.toMatchObject({
        code: 'CONTEXT_OVERFLOW',
        message: 'memory:2, chunk 0: text too long',
      });
      expect(
        await indexCorpus(task({ ...rows, embedder, batchSize: 4, maxFailures: { type: 'count', most: 9 } })),
      ).toMatchObject({ chunks: 4, failed: 2, stored: 2 });
    });

    it.each([
      ['pages of two', 2],
      ['one page', 9],
    ])('F-38: names documents in %s that have the id of another, and stores each chunk once', async (_, batchSize) => {
      const rows = [
        { id: 'a', text: 'sun' },
        { id: 'a', text: 'moon' },
        { id: 'a', text: 'sun' },
        { id: 'b', text: 'star' },
      ];

      const result = await indexCorpus(task({ ...memoryCorpus(rows), batchSize }));

      expect(result).toMatchObject({ documents: 4, chunks: 3, repeated: 1, repeatedDocuments: 2, upserted: 3 });
      expect(notices()).toEqual([
        'DOCUMENT_REPEATED 2 documents with the id of one before ("a" at memory:2, "a" at memory:3): searches cannot tell them apart',
      ]);
      expect(await indexCorpus(task(memoryCorpus(rows)))).toMatchObject({ unchanged: 3, repeated: 1 });
    });
  });

  describe('the end of a run', () => {
    it('passes on a failed upsert, even the last one', async () => {
      const failing = { ...store, upsert: () => Promise.reject(new Error('disk gone')) };

      await expect(indexCorpus(task({ store: failing }))).rejects.toThrow('disk gone');
    });

    it('keeps what was under way when the user interrupts', async () => {
      const interruption = new AbortController();
      const words = wordEmbedder();
      const embedder = {
        ...words,
        concurrency: () => 1,
        embed: async (texts: readonly string[], abort: AbortSignal) => {
          interruption.abort(new RagError('INTERRUPTED', 'interrupted'));
          return words.embed(texts, abort);
        },
      };

      await expect(indexCorpus(task({ embedder, signal: interruption.signal }))).rejects.toMatchObject({
        code: 'INTERRUPTED',
      });

      const inStore = Object.keys(await stored());
      expect(inStore.length).toBeGreaterThan(0);
      expect(inStore.toSorted()).toEqual(embeddedTexts(words).toSorted());
    });
  });
});
