import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ProgressEvent } from '../../../src/core/events.ts';
import type { IndexJournal } from '../../../src/core/index-journal.ts';
import type { Point, VectorStore } from '../../../src/core/vector-store.ts';
import { type IndexJournalsFolder, indexJournals } from '../../../src/files/index-journals.ts';
import type { StoreTask } from '../../../src/pipelines/indexing/compare-with-store.ts';
import { sqliteStore } from '../../../src/stores/sqlite-store.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const { signal } = new AbortController();

export interface IndexBench {
  readonly store: VectorStore;
  readonly journals: IndexJournalsFolder;
  /** Of the name `j`. */
  readonly journal: IndexJournal;
  readonly events: readonly ProgressEvent[];
  readonly report: (event: ProgressEvent) => void;
  readonly signal: AbortSignal;
  /** Of the whole corpus. */
  task(): StoreTask;
  /** `CODE message` of each notice. */
  notices(): readonly string[];
  /** Ids in the store, ascending. */
  stored(): Promise<readonly string[]>;
}

/** A store on a file, and journals in a folder, fresh for each test. */
export function indexBench(): IndexBench {
  const folder = temporaryFolder();
  let store: VectorStore;
  let journals: IndexJournalsFolder;
  let events: ProgressEvent[];
  const report = (event: ProgressEvent): void => {
    events.push(event);
  };
  beforeEach(() => {
    events = [];
    store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
    journals = indexJournals({ folder: join(folder.path, 'indexing'), report });
  });
  afterEach(async () => {
    journals.close();
    await store.close();
  });
  return {
    get store() {
      return store;
    },
    get journals() {
      return journals;
    },
    get journal() {
      return journals.open('j');
    },
    get events() {
      return events;
    },
    report,
    signal,
    task: () => ({ store, journal: journals.open('j'), shard: null, signal }),
    notices: () => events.flatMap((event) => (event.type === 'notice' ? [`${event.code} ${event.message}`] : [])),
    stored: async () => {
      const ids: string[] = [];
      for await (const page of store.list([], signal)) ids.push(...page.map(({ id }) => id));
      return ids;
    },
  };
}

export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A chunk of ours; without a document, a point of somebody else's. */
export function pointWith(number: number, document: string | null = 'd'): Point {
  const ours = document === null ? {} : { document_id: document, chunk: number };
  return { id: idOf(number), vector: Float32Array.of(1, number), payload: { text: `text ${number}`, ...ours } };
}

export const TWO_NUMBERS = { dimensions: 2, distance: 'cosine', metadata: {} } as const;
