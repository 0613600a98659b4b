import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { IndexJournals } from '../core/index-journal.ts';
import { type IndexJournalFile, indexJournal } from './index-journal.ts';

export interface IndexJournalsOptions {
  readonly folder: string;
  readonly report: Report;
}

export interface IndexJournalsFolder extends IndexJournals {
  close(): void;
}

/** Journals in a folder, a file each. */
export function indexJournals({ folder, report }: IndexJournalsOptions): IndexJournalsFolder {
  const opened = new Map<string, IndexJournalFile>();
  const pathOf = (name: string) => join(folder, `${fileName(name)}.sqlite`);
  const close = (name: string): void => {
    opened.get(name)?.close();
    opened.delete(name);
  };
  const open = (name: string): IndexJournalFile => {
    const journal = opened.get(name) ?? indexJournal({ path: pathOf(name), report });
    opened.set(name, journal);
    return journal;
  };
  return {
    has: (name) => existsSync(pathOf(name)) && canBeRead(open(name)),
    open,
    names: () => {
      const files = existsSync(folder) ? readdirSync(folder) : [];
      return files.flatMap((file) => JOURNAL_FILE.exec(file)?.[1] ?? []).filter((name) => canBeRead(open(name)));
    },
    remove: (name) => {
      close(name);
      for (const ending of ['', '-wal', '-shm']) rmSync(`${pathOf(name)}${ending}`, { force: true });
    },
    close: () => {
      for (const name of [...opened.keys()]) close(name);
    },
  };
}

/** Not one that is locked, or of another version of rag. */
function canBeRead(journal: IndexJournalFile): boolean {
  try {
    return journal.token !== null;
  } catch (error) {
    if (error instanceof RagError) return false;
    throw error;
  }
}

const JOURNAL_FILE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.sqlite$/;

/** Names come from the metadata of a collection, which anybody may have written: one that is no UUID must not become a path. */
function fileName(name: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)
    ? name
    : createHash('sha256').update(name).digest('hex').slice(0, 32);
}
