import { dirname } from 'node:path';
import { type DatabaseSyncInstance as Database, DatabaseSync } from '@photostructure/sqlite';

import { RagError } from '../core/errors.ts';
import { makeFolder } from './make-folder.ts';

/** What a SQLite file of ours holds, and how it is told from other people's. */
export interface DatabaseForm {
  /** For messages: `response cache`. */
  readonly kind: string;
  /** Four letters of ASCII as a number. */
  readonly applicationId: number;
  readonly version: number;
  /** Statements that make the tables. */
  readonly tables: string;
  /** Bytes; SQLite's own 4096 when left out. Large ones suit large values. */
  readonly pageSize?: number;
  /** True when what it holds tells by itself that it is damaged: then no time is spent on outliving a power cut. */
  readonly isChecked?: boolean;
}

/**
 * Opens the file, or makes it and its folder. Several processes may have it open: the write-ahead log lets readers go on beside
 * one writer, and writers wait for each other up to `busyTimeoutMs`. What was written stays when a process is killed.
 *
 * @throws RagError CACHE_INVALID for a database that is not ours; the errors of SQLite and of the file system
 */
export function openOwnDatabase(path: string, form: DatabaseForm, busyTimeoutMs: number): Database {
  makeFolder(dirname(path));
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    if (!hasTables(database, path, form)) createTables(database, path, form);
    // Losing the last entries with the power is no harm, and a flush for each would cost more than it is worth.
    database.exec(`PRAGMA synchronous = ${form.isChecked === true ? 'OFF' : 'NORMAL'}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Does all of the work or none of it, and in one go, which is many times faster than statement by statement. */
export function inTransaction<Result>(database: Database, work: () => Result): Result {
  return undoneByFailure(database, () => {
    database.exec('BEGIN IMMEDIATE');
    const result = work();
    database.exec('COMMIT');
    return result;
  });
}

/** Transactions that several pieces of work share, while they come one upon the other. */
export interface SharedTransactions {
  /** All of the work is done, or none of it. @throws also what a late commit failed with */
  run<Result>(work: () => Result): Result;
  /** What was done stays from here on, whatever becomes of the process. */
  commit(): void;
}

/**
 * Transactions that are committed `milliseconds` after they began, or on demand: a commit writes every page that was touched, and work
 * in random order touches the same pages again and again. A failure takes along what was not committed.
 */
export function sharedTransactions(database: Database, milliseconds: number): SharedTransactions {
  let late: { readonly error: unknown } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const commit = () => {
    clearTimeout(timer);
    if (late !== null) throw late.error;
    undoneByFailure(database, () => database.isTransaction && database.exec('COMMIT'));
  };
  const commitLate = () => {
    try {
      commit();
    } catch (error) {
      late = { error };
    }
  };
  return {
    run: (work) =>
      undoneByFailure(database, () => {
        if (late !== null) throw late.error;
        if (!database.isTransaction) {
          database.exec('BEGIN IMMEDIATE');
          timer = setTimeout(commitLate, milliseconds).unref();
        }
        return work();
      }),
    commit,
  };
}

function undoneByFailure<Result>(database: Database, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    // SQLite has rolled back by itself after some errors (disk full, corrupt file).
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function hasTables(database: Database, path: string, { kind, applicationId, version }: DatabaseForm): boolean {
  const foundId = readValue(database, 'PRAGMA application_id');
  const foundVersion = readValue(database, 'PRAGMA user_version');
  if (foundId === applicationId && foundVersion === version) return true;
  if (foundId === 0 && readValue(database, 'SELECT count(*) FROM sqlite_schema') === 0) return false;
  const what = foundId === applicationId ? `is a ${kind} of version ${foundVersion}` : `is no ${kind}`;
  throw new RagError('CACHE_INVALID', `${path} ${what}`, {
    hint: 'move the file away, or set the environment variable RAG_HOME to another folder',
    details: { path },
  });
}

/** Two processes may try at once; the second finds the tables made. */
function createTables(database: Database, path: string, form: DatabaseForm): void {
  if (form.pageSize !== undefined) database.exec(`PRAGMA page_size = ${form.pageSize}`);
  database.exec('PRAGMA journal_mode = WAL');
  inTransaction(database, () => {
    if (hasTables(database, path, form)) return;
    database.exec(form.tables);
    database.exec(`PRAGMA application_id = ${form.applicationId}; PRAGMA user_version = ${form.version}`);
  });
}

function readValue(database: Database, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0];
}
