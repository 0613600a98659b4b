import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silent } from '../../../src/core/events.ts';
import { type IndexJournalFile, indexJournal } from '../../../src/files/index-journal.ts';
import { planner, type Work } from '../../../src/pipelines/indexing/plan-work.ts';
import type { Page, ReadChunk } from '../../../src/pipelines/indexing/read-chunks.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder();
let journal: IndexJournalFile;

beforeEach(() => {
  journal = indexJournal({ path: join(folder.path, 'journal.sqlite'), report: silent });
  journal.beginSweep();
});
afterEach(() => journal.close());

const chunkOf = (number: number, text: string): ReadChunk => ({
  id: `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`,
  text,
  documentId: `document ${number}`,
  index: 0,
  metadata: {},
  origin: `rows.jsonl:${number}`,
});

/** Pages of one chunk, and how many of them have been read. */
function pagesOf(texts: readonly string[]) {
  let read = 0;
  async function* pages(): AsyncGenerator<Page> {
    for (const [number, text] of texts.entries()) {
      read += 1;
      const chunk = chunkOf(number, text);
      yield { documents: [{ id: chunk.documentId, origin: chunk.origin }], chunks: [chunk] };
    }
  }
  return { pages: pages(), read: () => read };
}

const plan = () => planner({ journal, cache: null, batchSize: 2, upsertSize: 2 });
const textsOf = (work: Work | undefined) => (work?.type === 'embed' ? work.chunks.map(({ text }) => text) : []);
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('planner', () => {
  it('asks for each text once, in batches, with those of the same text waiting for it', async () => {
    const { work, withSameText } = plan();
    const works: Work[] = [];
    for await (const one of work(pagesOf(['a', 'b', 'a', 'c', 'b', 'a']).pages)) works.push(one);

    expect(works.map(textsOf)).toEqual([['a', 'b'], ['c']]);
    const waiting = ['a', 'b', 'c'].map((text, number) => withSameText(chunkOf([0, 1, 3][number] ?? 0, text)).length);
    expect(waiting).toEqual([3, 2, 1]);
  });

  it('reads no further when very many wait for one text', async () => {
    const { pages, read } = pagesOf(Array.from({ length: 1000 }, () => 'the same'));
    const { work, withSameText } = plan();
    const works = work(pages);

    const first = await works.next();
    expect(textsOf(first.value)).toEqual(['the same']);
    const second = works.next();
    await tick();
    // One that is asked for, and ten batches of two that wait for it.
    expect(read()).toBe(21);

    const stored = withSameText(chunkOf(0, 'the same'));
    expect(stored).toHaveLength(21);
    expect(textsOf((await second).value)).toEqual(['the same']);
    expect(read()).toBe(42);
  });
});
