import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { hasShared, readSharedJsonLines } from '../shared-data.ts';

interface Page {
  readonly title: string;
  readonly text: string;
}

interface Question {
  readonly question: string;
  readonly gold_titles: readonly string[];
}

const QUESTIONS = 'data/hotpotqa/dev-visible-300.qa.jsonl';
const PAGES = 'data/hotpotqa/dev-visible-300.corpus.jsonl.gz';

describe('searchWords', () => {
  const signal = new AbortController().signal;
  let folder: string;
  let store: VectorStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rag-words-'));
    store = sqliteStore({ path: join(folder, 'index.sqlite'), collection: 'pages' });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** How many of the questions find all their pages among the first `k`. */
  const answerable = async (questions: readonly Question[], pages: readonly Page[], k: number): Promise<number> => {
    await store.open({ dimensions: 1, distance: 'cosine', metadata: {} }, signal);
    const points = pages.map(({ title, text }, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      vector: Float32Array.of(1),
      payload: { title, text },
    }));
    await store.upsert(points, signal);
    let found = 0;
    for (const { question, gold_titles: wanted } of questions) {
      const titles = (await store.text?.search(question, { k }, signal))?.map(({ payload }) => payload.title);
      if (wanted.every((title) => titles?.includes(title))) found += 1;
    }
    return found;
  };

  it('finds the two pages that a question joins', async () => {
    const pages = [
      { title: 'Arno Pit', text: 'Arno Pit is a Dutch composer, born in the town of Vreeswijk.' },
      { title: 'Vreeswijk', text: 'Vreeswijk is a harbour town on the river Lek, with old locks.' },
      { title: 'Locks', text: 'A lock lifts boats from one stretch of water to another.' },
      { title: 'Composer', text: 'A composer writes music. Many composers were born in towns.' },
      { title: 'Lek', text: 'The Lek is a river. It flows to the west.' },
    ];
    const question = 'On which river lies Vreeswijk, the town where Arno Pit was born?';

    expect(await answerable([{ question, gold_titles: ['Arno Pit', 'Vreeswijk'] }], pages, 2)).toBe(1);
  });

  it.skipIf(!hasShared(QUESTIONS))(
    'finds both pages of 138 of 300 HotpotQA questions among the first three',
    async () => {
      const questions = readSharedJsonLines<Question>(QUESTIONS);
      const pages = readSharedJsonLines<Page>(PAGES);

      expect(await answerable(questions, pages, 3)).toBe(138);
    },
  );
});
