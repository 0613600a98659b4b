import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DatabaseSyncInstance as Database, DatabaseSync } from '@photostructure/sqlite';

import { RagError } from '../core/errors.ts';

/** One table of texts by key in one SQLite file. */
export interface ResponseTable {
  read(key: string): string | null;
  /** Survives the end of this process, however it comes. */
  write(key: string, value: string): void;
  close(): void;
}

/** `RAGC` in ASCII: tells our files from other people's. */
const APPLICATION_ID = 0x52414743;
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE responses (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the file, or makes it and its folder. Several processes may have it open: the write-ahead log lets readers go on beside
 * one writer, and writers wait for each other up to `busyTimeoutMs`.
 *
 * @throws RagError CACHE_INVALID for a database that is not ours; the errors of SQLite and of the file system
 */
export function openResponseTable(path: string, busyTimeoutMs: number): ResponseTable {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    if (!hasSchema(database, path)) createSchema(database, path);
    // Losing the last entries with the power is no harm, and a flush for each would cost more than it is worth.
    database.exec('PRAGMA synchronous = NORMAL');
    return tableOf(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function tableOf(database: Database): ResponseTable {
  const read = database.prepare('SELECT value FROM responses WHERE key = ?');
  const write = database.prepare('INSERT OR REPLACE INTO responses (key, value) VALUES (?, ?)');
  return {
    read: (key) => {
      const row: { readonly value: string } | undefined = read.get(key);
      return row?.value ?? null;
    },
    write: (key, value) => {
      write.run(key, value);
    },
    close: () => database.close(),
  };
}

function hasSchema(database: Database, path: string): boolean {
  const applicationId = readValue(database, 'PRAGMA application_id');
  const version = readValue(database, 'PRAGMA user_version');
  if (applicationId === APPLICATION_ID && version === SCHEMA_VERSION) return true;
  if (applicationId === 0 && readValue(database, 'SELECT count(*) FROM sqlite_schema') === 0) return false;
  const what = applicationId === APPLICATION_ID ? `a response cache of version ${version}` : 'not a response cache';
  throw new RagError('CACHE_INVALID', `${path} is ${what}`, {
    hint: 'move the file away, or set the environment variable RAG_HOME to another folder',
    details: { path },
  });
}

/** Two processes may try at once; the second finds the table made. */
function createSchema(database: Database, path: string): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('BEGIN IMMEDIATE');
  try {
    if (!hasSchema(database, path)) database.exec(SCHEMA);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function readValue(database: Database, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0];
}
