import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CorpusShard } from '../../src/core/corpus-shard.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { type IndexJournalsFolder, indexJournals } from '../../src/files/index-journals.ts';
import { type IndexReport, type IndexTask, indexCorpus } from '../../src/pipelines/index-corpus.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { type MemoryRow, memoryCorpus } from '../fakes/memory-corpus.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { countedIds, indexTask } from './index-task.ts';

const { signal } = new AbortController();
const folder = temporaryFolder();
const ROWS: readonly MemoryRow[] = Array.from({ length: 40 }, (_, index) => ({
  id: `d${index}`,
  text: `text ${index}`,
}));

let store: VectorStore;
let journals: IndexJournalsFolder;
let events: ProgressEvent[];
let newId: () => string;

beforeEach(() => {
  store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
  journals = machine('here');
  events = [];
  newId = countedIds();
});
afterEach(async () => {
  journals.close();
  await store.close();
});

const report = (event: ProgressEvent) => events.push(event);

function machine(name: string): IndexJournalsFolder {
  return indexJournals({ folder: join(folder.path, name), report });
}

function task(rows: readonly MemoryRow[], overrides: Partial<IndexTask>): IndexTask {
  const world = { ...memoryCorpus(rows), store, journals, report, newId };
  return { ...indexTask(world), batchSize: 3, upsertSize: 5, ...overrides };
}

function shard(index: number, count: number, rows = ROWS, overrides: Partial<IndexTask> = {}): Promise<IndexReport> {
  return indexCorpus(task(rows, { shard: { index, count }, ...overrides }));
}

async function all(count: number, rows = ROWS, overrides: Partial<IndexTask> = {}): Promise<IndexReport[]> {
  const reports: IndexReport[] = [];
  for (let index = 1; index <= count; index += 1) reports.push(await shard(index, count, rows, overrides));
  return reports;
}

async function pointsOf(collection: VectorStore) {
  const listed: string[] = [];
  for await (const page of collection.list([], signal)) listed.push(...page.map(({ id }) => id));
  return collection.read(listed, signal);
}

/** What one run on the whole corpus stores. */
async function whole(rows: readonly MemoryRow[]) {
  const name = newId();
  const other = sqliteStore({ path: join(folder.path, `${name}.sqlite`), collection: 'c' });
  await indexCorpus(task(rows, { store: other, journals: machine(name) }));
  const points = await pointsOf(other);
  await other.close();
  return points;
}

const metadata = async () => (await store.describe(signal))?.metadata ?? {};
const notices = () => events.flatMap((event) => (event.type === 'notice' ? [event.code] : []));
const sum = (reports: readonly IndexReport[], name: 'documents' | 'embedded' | 'removed' | 'unchanged' | 'failed') =>
  reports.reduce((total, one) => total + one[name], 0);

describe('indexing a corpus in shards', () => {
  it('stores together what one run would, each document once', async () => {
    const reports = await all(3);

    expect(reports.map(({ shard: one }) => one)).toEqual([
      { index: 1, count: 3, waitingFor: [2, 3] },
      { index: 2, count: 3, waitingFor: [3] },
      { index: 3, count: 3, waitingFor: [] },
    ]);
    expect(sum(reports, 'documents')).toBe(40);
    expect(sum(reports, 'embedded')).toBe(40);
    expect(await pointsOf(store)).toEqual(await whole(ROWS));
    expect(notices()).toEqual([]);
  });

  it('depends on the ids of documents, not on their order', async () => {
    await all(3);

    const again = await all(3, ROWS.toReversed());

    expect(sum(again, 'embedded') + sum(again, 'removed')).toBe(0);
  });

  it('is complete when all are, in whatever order', async () => {
    await shard(3, 3);
    await shard(1, 3);
    expect((await metadata()).upkeep).toEqual({ state: 'building' });
    await shard(2, 3);

    expect(await metadata()).toMatchObject({ upkeep: { state: 'complete' }, documents: 40, chunks: 40 });
  });

  it('leaves a shard without documents complete', async () => {
    const reports = await all(3, [{ id: 'only', text: 'one text' }]);

    expect(reports.map(({ documents }) => documents).sort()).toEqual([0, 0, 1]);
    expect((await metadata()).upkeep).toEqual({ state: 'complete' });
  });

  it('embeds nothing when nothing has changed', async () => {
    await all(3);

    const again = await all(3);

    expect([sum(again, 'embedded'), sum(again, 'unchanged')]).toEqual([0, 40]);
    expect(await metadata()).toMatchObject({ upkeep: { state: 'complete' }, documents: 40, chunks: 40 });
  });

  it('removes what its own documents no longer have, and nothing of others', async () => {
    await all(3);
    const changed = ROWS.slice(5).map((row, index) => (index === 0 ? { id: 'd5', text: 'another text' } : row));
    const update = memoryCorpus(changed, 'r2');

    const first = await shard(1, 3, changed, update);
    expect(await store.count(signal)).toBe(40 - first.removed + first.embedded);
    expect((await metadata()).upkeep).toEqual({ state: 'updating' });
    const others = [await shard(2, 3, changed, update), await shard(3, 3, changed, update)];

    expect(sum([first, ...others], 'removed')).toBe(6);
    expect(sum([first, ...others], 'embedded')).toBe(1);
    expect(await pointsOf(store)).toEqual(await whole(changed));
    expect(await metadata()).toMatchObject({ upkeep: { state: 'complete' }, documents: 35, chunks: 35 });
  });

  it('stores again what the store has lost', async () => {
    await all(3);
    await store.remove(
      (await pointsOf(store)).slice(0, 10).map(({ id }) => id),
      signal,
    );

    await all(3);

    expect(await store.count(signal)).toBe(40);
    expect(new Set(notices())).toEqual(new Set(['POINTS_LOST']));
  });

  it('asks the store what it has where its journal is missing, and still knows its own from others', async () => {
    await all(3);
    journals.close();
    journals = machine('elsewhere');

    const again = await all(3, ROWS.slice(1));

    expect([sum(again, 'embedded'), sum(again, 'removed')]).toEqual([0, 1]);
    expect(notices()).toEqual(['JOURNAL_REBUILT', 'JOURNAL_REBUILT', 'JOURNAL_REBUILT']);
    expect(await pointsOf(store)).toEqual(await whole(ROWS.slice(1)));
  });

  it('may be followed by a run on all, and follow one', async () => {
    await all(3);
    const rows = ROWS.slice(2);
    const run = await indexCorpus(task(rows, {}));
    expect(run).toMatchObject({ embedded: 0, removed: 2, shard: null });
    expect(Object.keys(await metadata()).filter((key) => key.startsWith('shard'))).toEqual([]);

    const parts = await all(2, rows.slice(2));

    expect([sum(parts, 'embedded'), sum(parts, 'removed')]).toEqual([0, 2]);
    expect(await pointsOf(store)).toEqual(await whole(rows.slice(2)));
  });

  it('may be divided otherwise the next time', async () => {
    await all(3);

    const parts = await all(4, ROWS.slice(3));

    expect([sum(parts, 'embedded'), sum(parts, 'removed')]).toEqual([0, 3]);
    expect(Object.keys(await metadata()).filter((key) => key.startsWith('shard'))).toEqual([
      'shard_1_of_4',
      'shard_2_of_4',
      'shard_3_of_4',
      'shard_4_of_4',
    ]);
    expect(await pointsOf(store)).toEqual(await whole(ROWS.slice(3)));
  });

  it('may be divided otherwise before all parts have come to their end', async () => {
    await shard(1, 3);
    await shard(2, 3);

    await all(4, ROWS.slice(3));

    expect(await pointsOf(store)).toEqual(await whole(ROWS.slice(3)));
  });

  it('counts a bad row in one shard', async () => {
    const rows = [...ROWS, null, { id: 'x' }, null];

    const reports = await all(3, rows, { maxFailures: { type: 'count', most: 2 } });

    expect(sum(reports, 'failed')).toBe(3);
  });

  it('refuses to end when somebody else has indexed the same shard', async () => {
    const stolen = {
      ...store,
      stored: async (asked: readonly string[]) => {
        await shard(1, 2);
        return store.stored(asked, signal);
      },
    };

    await expect(shard(1, 2, ROWS, { store: stolen, journals: machine('other') })).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
    });
  });

  it('refuses to end when the shards have gone on to another corpus', async () => {
    const updated = {
      ...store,
      stored: async (asked: readonly string[]) => {
        await shard(2, 2, ROWS, { ...memoryCorpus(ROWS, 'r2') });
        return store.stored(asked, signal);
      },
    };

    await expect(shard(1, 2, ROWS, { store: updated, journals: machine('other') })).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
    });
  });

  it('keeps what another model made', async () => {
    await all(2);

    await expect(shard(1, 2, ROWS, { embedder: wordEmbedder({ model: 'other' }) })).rejects.toMatchObject({
      code: 'INDEX_MISMATCH',
    });
  });

  it('goes on where one shard was killed', async () => {
    let upserts = 0;
    const failing: VectorStore = {
      ...store,
      upsert: async (points, callSignal) => {
        upserts += 1;
        if (upserts > 2) throw new Error('killed');
        await store.upsert(points, callSignal);
      },
    };
    await expect(shard(1, 2, ROWS, { store: failing })).rejects.toThrow('killed');
    const one: CorpusShard = { index: 1, count: 2 };
    const before = await store.count(signal);

    const again = await shard(one.index, one.count);

    expect(again).toMatchObject({ unchanged: before, embedded: again.chunks - before });
  });
});
