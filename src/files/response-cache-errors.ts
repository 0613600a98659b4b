import { RagError } from '../core/errors.ts';
import { notWritten } from './write-atomically.ts';

export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(sqliteCode(error));
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error));
}

/** What SQLite or the file system said about the cache at `path`, in our words; anything else unchanged. */
export function cacheError(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === '') return isSystemError(error) ? notWritten(path, error) : error;
  const details = { path, cause: code };
  if (code === 'SQLITE_FULL') {
    return new RagError('DISK_FULL', `no space left for the response cache ${path}`, {
      hint: 'free some space and run the same command again; what was cached before is kept',
      cause: error,
      details,
    });
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code)) {
    return new RagError('FILE_NOT_WRITABLE', `the response cache ${path} cannot be opened for writing`, {
      hint: 'set the environment variable RAG_HOME to a folder that can be written',
      cause: error,
      details,
    });
  }
  return new RagError('CACHE_INVALID', `the response cache ${path} failed (${code})`, {
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
