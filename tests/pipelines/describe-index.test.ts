import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedLength } from '../../src/chunkers/fixed-length.ts';
import { RagError } from '../../src/core/errors.ts';
import { silent } from '../../src/core/events.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { type IndexJournalsFolder, indexJournals } from '../../src/files/index-journals.ts';
import { describeIndex, type StatusTask } from '../../src/pipelines/describe-index.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { memoryCorpus } from '../fakes/memory-corpus.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
let store: VectorStore;
let journals: IndexJournalsFolder;

beforeEach(() => {
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
  journals = indexJournals({ folder: join(folder.path, 'indexing'), report: silent });
});
afterEach(async () => {
  journals.close();
  await store.close();
});

function status(changes: Partial<StatusTask> = {}) {
  const { corpus } = memoryCorpus([]);
  const chunker = fixedLength({ characters: 100, overlap: 0, minCharacters: 0 });
  const parts = { corpus, chunker, embedder: wordEmbedder(), store, journals };
  return describeIndex({ ...parts, atWork: [], cleanup: 'full', queryInstruction: null, signal, ...changes });
}

describe('describeIndex', () => {
  it('knows a collection that something else has made', async () => {
    await store.open({ dimensions: 8, distance: 'cosine', metadata: { made_by: 'hand' } }, signal);

    expect(await status()).toEqual({
      status: {
        collection: 'c',
        location: store.location,
        state: 'foreign',
        points: 0,
        atWork: [],
        manifest: null,
        journal: null,
        shards: [],
        successor: null,
        differences: [],
        refusal: null,
        next: 'rag index fills it',
      },
      unreachable: null,
    });

    const point = { id: '00000000-0000-4000-8000-000000000001', vector: new Float32Array(8).fill(1), payload: {} };
    await store.upsert([point], signal);
    expect((await status()).status.next).toBe(
      'rag index embeds three of its texts again, takes it on if their vectors fit, and removes none of its points',
    );
    expect((await status({ embedder: wordEmbedder({ size: 5 }) })).status.refusal).toMatchObject({
      code: 'STORE_DIMENSION_MISMATCH',
    });
  });

  it.each(['STORE_UNREACHABLE', 'KEY_REJECTED'] as const)(
    'goes on without a store that fails with %s',
    async (code) => {
      const error = new RagError(code, 'no answer');
      const failing = { ...store, describe: () => Promise.reject(error) };
      const atWork = [{ pid: 7, host: 'here', since: '2026-01-02T03:04:05.000Z', shard: null }];

      expect(await status({ store: failing, atWork })).toMatchObject({
        status: { state: 'unknown', next: 'rag index is refused until process 7 on here has ended' },
        unreachable: error,
      });
    },
  );

  it('does not take other failures for a store that is away', async () => {
    const failing = { ...store, describe: () => Promise.reject(new RagError('STORE_INVALID', 'no store')) };

    await expect(status({ store: failing })).rejects.toMatchObject({ code: 'STORE_INVALID' });
  });
});
