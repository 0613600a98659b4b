import { RagError } from '../core/errors.ts';
import { notWritten } from './write-atomically.ts';

export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(sqliteCode(error));
}

/** Locked by another process for longer than we care to wait; also after `databaseError` has put it into words. */
export function isBusy(error: unknown): boolean {
  const code = error instanceof RagError ? String(error.details.cause) : sqliteCode(error);
  return /^SQLITE_(BUSY|LOCKED)/.test(code);
}

/** What SQLite or the file system said about the database at `path`, in our words; anything else unchanged. */
export function databaseError(error: unknown, path: string, kind: string): unknown {
  const code = sqliteCode(error);
  if (code === '') return isSystemError(error) ? notWritten(path, error) : error;
  const details = { path, cause: code };
  if (code === 'SQLITE_FULL') {
    return new RagError('DISK_FULL', `no space left for the ${kind} ${path}`, {
      hint: 'free some space and run the same command again; what was written before is kept',
      cause: error,
      details,
    });
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code)) {
    return new RagError('FILE_NOT_WRITABLE', `the ${kind} ${path} cannot be opened for writing`, {
      hint: 'set the environment variable RAG_HOME to a folder that can be written',
      cause: error,
      details,
    });
  }
  return new RagError('CACHE_INVALID', `the ${kind} ${path} failed (${code})`, {
    hint: 'move the file away and run the command again',
    cause: error,
    details,
  });
}

function sqliteCode(error: unknown): string {
  return error instanceof Error && 'sqliteCodeName' in error ? String(error.sqliteCodeName) : '';
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
