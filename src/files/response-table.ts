import { closeDatabase } from './close-database.ts';
import type { DatabaseForm } from './own-database.ts';
import { inTransaction, openOwnDatabase } from './own-database.ts';

export interface ResponseEntry {
  readonly key: string;
  readonly value: string;
}

/** One table of texts by key in one SQLite file. */
export interface ResponseTable {
  read(key: string): string | null;
  /** All of them in one transaction. */
  write(entries: readonly ResponseEntry[]): void;
  close(): void;
}

const RESPONSE_CACHE: DatabaseForm = {
  kind: 'response cache',
  applicationId: 0x52414743, // RAGC
  version: 1,
  tables: 'CREATE TABLE responses (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
};

/** @throws RagError CACHE_INVALID for a database that is not ours; the errors of SQLite and of the file system */
export function openResponseTable(path: string, busyTimeoutMs: number): ResponseTable {
  const database = openOwnDatabase(path, RESPONSE_CACHE, busyTimeoutMs);
  const read = database.prepare('SELECT value FROM responses WHERE key = ?');
  const write = database.prepare('INSERT OR REPLACE INTO responses (key, value) VALUES (?, ?)');
  return {
    read: (key) => {
      const row: { readonly value: string } | undefined = read.get(key);
      return row?.value ?? null;
    },
    write: (entries) =>
      inTransaction(database, () => {
        for (const { key, value } of entries) write.run(key, value);
      }),
    close: () => closeDatabase(database),
  };
}
