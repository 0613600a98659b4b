import type { IndexJournal, IndexJournals, RunRecord } from '../../core/index-journal.ts';
import type { VectorStore } from '../../core/vector-store.ts';

/** What a journal on this machine knows. */
export interface JournalStatus {
  /** Whether it has seen the last run on the collection; null where the collection cannot be asked. */
  readonly isCurrent: boolean | null;
  /** Chunks known to be stored. */
  readonly chunks: number;
  /** How far the last reading of the corpus came: documents met, and chunks met that are stored. */
  readonly swept: { readonly documents: number; readonly chunks: number };
  readonly run: RunRecord | null;
}

export interface JournalKeys {
  /** The journal's name. */
  readonly journal: string | null;
  /** The token of the run that wrote last. */
  readonly run: string | null;
}

/** Null when the collection names no journal, or none that is on this machine. */
export function journalStatus({ journal: name, run }: JournalKeys, journals: IndexJournals): JournalStatus | null {
  if (name === null || !journals.has(name)) return null;
  const journal = journals.open(name);
  return statusOf(journal, journal.token !== null && journal.token === run);
}

/** Of the journals on this machine that were made for the collection, the one with the latest run; null when there is none. */
export function newestJournal({ collection, location }: VectorStore, journals: IndexJournals): JournalStatus | null {
  const [newest] = journals
    .names()
    .map((name) => journals.open(name))
    .filter(({ run }) => run?.collection === collection && run.location === location)
    .toSorted((left, right) => ((left.run?.startedAt ?? '') < (right.run?.startedAt ?? '') ? 1 : -1));
  return newest === undefined ? null : statusOf(newest, null);
}

function statusOf(journal: IndexJournal, isCurrent: boolean | null): JournalStatus {
  return { isCurrent, chunks: journal.count(), swept: journal.swept(), run: journal.run };
}
