import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silent } from '../../../src/core/events.ts';
import type { Row } from '../../../src/core/row-source.ts';
import { failureLog } from '../../../src/pipelines/indexing/failure-log.ts';
import { type Page, readChunks } from '../../../src/pipelines/indexing/read-chunks.ts';
import { type MemoryRow, memoryCorpus } from '../../fakes/memory-corpus.ts';

const { signal } = new AbortController();
const WHOLE_CORPUS = { index: 1, count: 1 };

/** A chunk for each word. */
const chunker = {
  name: 'words',
  options: {},
  split: (text: string) => text.split(' ').map((word, index) => ({ text: word, index })),
};

async function read(rows: readonly MemoryRow[], pageSize: number, most = 0) {
  const failures = failureLog({ type: 'count', most }, silent);
  const reader = await readChunks({ ...memoryCorpus(rows), chunker, shard: WHOLE_CORPUS, pageSize, signal }, failures);
  const pages: Page[] = [];
  for await (const page of reader.pages) pages.push(page);
  return { pages, counts: reader.counts, revision: reader.revision, failures: failures.failures };
}

const summary = (pages: readonly Page[]) =>
  pages.map(({ documents, chunks }) => [
    documents.map(({ id }) => id).join(''),
    chunks.map(({ text }) => text).join(' '),
  ]);

describe('readChunks', () => {
  it('gives the chunks in pages, with the documents that begin in each', async () => {
    const { pages, counts, revision } = await read(['a b c', 'd', '', 'e f g h i'], 3);

    expect(summary(pages)).toEqual([
      ['0', 'a b c'],
      ['13', 'd e f'],
      ['', 'g h i'],
    ]);
    expect(counts).toEqual({ rows: 4, empty: 1 });
    expect(revision).toBe('r1');
    expect(pages[1]?.chunks[1]).toMatchObject({ documentId: '3', index: 0, origin: 'memory:4' });
  });

  it('loses nothing, repeats nothing, and fills every page but the last', async () => {
    const row = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 7 })
      .map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), async (rows, pageSize) => {
        const { pages } = await read(rows, pageSize);

        expect(pages.flatMap(({ chunks }) => chunks.map(({ text }) => text))).toEqual(
          rows.flatMap((text) => text.split(' ')),
        );
        expect(pages.flatMap(({ documents }) => documents.map(({ id }) => id))).toEqual(
          rows.map((_, index) => String(index)),
        );
        expect(pages.slice(0, -1).every(({ chunks }) => chunks.length === pageSize)).toBe(true);
      }),
    );
  });

  it('reads one page, and then no further than it is asked to', async () => {
    const { corpus, source } = memoryCorpus(Array.from({ length: 1000 }, () => 'a b'));
    let taken = 0;
    async function* counted(rows: AsyncIterable<Row>) {
      for await (const row of rows) {
        taken += 1;
        yield row;
      }
    }
    const counting: typeof source = {
      open: async (...request) => {
        const { revision, rows } = await source.open(...request);
        return { revision, rows: counted(rows) };
      },
    };
    const failures = failureLog({ type: 'count', most: 0 }, silent);
    const { pages } = await readChunks(
      { corpus, source: counting, chunker, shard: WHOLE_CORPUS, pageSize: 10, signal },
      failures,
    );
    expect(taken).toBe(5);

    await pages.next();
    expect(taken).toBe(5);
    await pages.next();
    expect(taken).toBe(10);
  });

  it('counts rows it cannot use, so that the others keep their places', async () => {
    const { pages, counts, failures } = await read(['a', null, { id: 7 }, 'b'], 10, 2);

    expect(summary(pages)).toEqual([['03', 'a b']]);
    expect(counts).toEqual({ rows: 4, empty: 0 });
    expect(failures).toEqual([
      { origin: 'memory:2', code: 'FILE_INVALID', message: 'memory:2 is not JSON' },
      { origin: 'memory:3', code: 'ROW_INVALID', message: 'memory:3 has no text' },
    ]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const failures = failureLog({ type: 'count', most: 0 }, silent);
    const task = { ...memoryCorpus(['a b', 'c d']), chunker, shard: WHOLE_CORPUS, pageSize: 1, signal: stop.signal };
    const { pages } = await readChunks(task, failures);
    const iterator = pages[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    stop.abort(new Error('enough'));

    await expect(iterator.next()).rejects.toThrow('enough');
  });
});
