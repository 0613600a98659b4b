import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DatabaseSyncInstance as Database, DatabaseSync } from '@photostructure/sqlite';
import { invariantBroken } from '../core/errors.ts';
import { closeDatabase } from '../files/close-database.ts';
import { makeFolder } from '../files/make-folder.ts';
import { sqliteError } from './sqlite-errors.ts';
import { createSchema, hasSchema } from './sqlite-schema.ts';

/** One database file, connected to when it is first needed. */
export interface SqliteFile {
  /** One consistent view of the data; null when there is no file, and none is made. */
  read<Result>(work: (database: Database) => Result): Result | null;
  /** All or nothing, on the disk when it returns; makes the file and its folder. */
  write<Result>(work: (database: Database) => Result): Result;
  close(): void;
}

/** @throws RagError of `sqliteError` and `hasSchema`, from `read` and `write` */
export function sqliteFile(path: string, busyTimeoutMs: number): SqliteFile {
  let connection: Database | null = null;
  let isClosed = false;

  const connected = (): Database => {
    if (isClosed) throw invariantBroken(`the store ${path} is used after it was closed`);
    connection ??= connect(path, busyTimeoutMs);
    return connection;
  };
  const translated = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw sqliteError(error, path);
    }
  };

  return {
    read: (work) =>
      translated(() => {
        if (connection === null && !existsSync(path)) return null;
        const database = connected();
        return transaction(database, 'BEGIN', () => (hasSchema(database, path) ? work(database) : null));
      }),
    write: (work) =>
      translated(() => {
        makeFolder(dirname(path));
        const database = connected();
        if (!hasSchema(database, path)) createSchema(database, path);
        return transaction(database, 'BEGIN IMMEDIATE', () => work(database));
      }),
    close: () => {
      isClosed = true;
      if (connection !== null) closeDatabase(connection);
      connection = null;
    },
  };
}

/** The write-ahead log lets readers go on beside a writer; FULL flushes it to the disk with every commit. */
function connect(path: string, busyTimeoutMs: number): Database {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    database.exec('PRAGMA synchronous = FULL');
    hasSchema(database, path);
    return database;
  } catch (error) {
    database.close();
    if (!isOnReadOnlyMedium(error, path)) throw error;
    return connectReadOnly(path);
  }
}

function transaction<Result>(database: Database, begin: string, work: () => Result): Result {
  database.exec(begin);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some errors (disk full, corrupt file).
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Even a reader of a write-ahead log writes (to the `-shm` file). Where the folder does not let it, and no log is left to be
 * read, SQLite may take the file as one that does not change: an index on a read-only medium, or made by somebody else.
 */
function isOnReadOnlyMedium(error: unknown, path: string): boolean {
  const code = error instanceof Error && 'sqliteCodeName' in error ? error.sqliteCodeName : null;
  const cannotWrite = code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN';
  return cannotWrite && (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

function connectReadOnly(path: string): Database {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}
