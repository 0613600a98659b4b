import { RagError } from '../core/errors.ts';

/**
 * What SQLite or the file system said about the file of a store, in our words; anything else unchanged.
 *
 * Codes: STORE_INVALID (not a store), FILE_NOT_WRITABLE, DISK_FULL, STORE_FAILED (locked, with advice to retry, and the rest).
 */
export function sqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof RagError) return error;
  const translate = BY_SQLITE_CODE[nameOf(error)];
  if (translate !== undefined) return translate(path, error);
  if ('sqliteCodeName' in error) return failed(path, error);
  return error;
}

type Translation = (path: string, cause: Error) => RagError;

const invalid: Translation = (path, cause) =>
  new RagError('STORE_INVALID', `${path} is not a readable store: ${cause.message}`, {
    hint: 'move the file away and build it again:  rag index',
    details: { path },
    cause,
  });

const notWritable: Translation = (path, cause) =>
  new RagError('FILE_NOT_WRITABLE', `the store ${path} cannot be opened for writing: ${cause.message}`, {
    hint: 'make the file and its folder writable, or set another path for the store',
    details: { path },
    cause,
  });

const full: Translation = (path, cause) =>
  new RagError('DISK_FULL', `the disk is full, ${path} was left as it was before this write`, {
    hint: 'free some space and run the same command again: it goes on where it stopped',
    details: { path },
    cause,
  });

const locked: Translation = (path, cause) =>
  new RagError('STORE_FAILED', `the store ${path} is locked by another process`, {
    hint: 'wait until the other command has finished, or stop it',
    details: { path },
    cause,
    retry: { afterMs: null },
  });

const failed: Translation = (path, cause) =>
  new RagError('STORE_FAILED', `the store ${path} failed: ${cause.message}`, { details: { path }, cause });

const BY_SQLITE_CODE: Readonly<Record<string, Translation>> = {
  SQLITE_NOTADB: invalid,
  SQLITE_CORRUPT: invalid,
  SQLITE_READONLY: notWritable,
  SQLITE_CANTOPEN: notWritable,
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: notWritable,
  ENOTDIR: notWritable,
  EEXIST: notWritable,
  SQLITE_FULL: full,
  ENOSPC: full,
  SQLITE_BUSY: locked,
  SQLITE_LOCKED: locked,
};

function nameOf(error: Error): string {
  if ('sqliteCodeName' in error && typeof error.sqliteCodeName === 'string') return error.sqliteCodeName;
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
