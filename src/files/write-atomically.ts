import { randomUUID } from 'node:crypto';
import { access, constants, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { RagError } from '../core/errors.ts';
import { errorCode } from './error-code.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Replaces the file at `path`, or creates it and its folder; whatever happens, a reader sees the old contents or the new ones.
 *
 * Own code and not `write-file-atomic`: version 7.0.1 writes once and ignores how many bytes that took, so that on a disk that
 * fills up it renames a cut file over the old one without an error.
 *
 * @throws RagError DISK_FULL, FILE_NOT_WRITABLE; the old file is untouched
 */
export async function writeAtomically(path: string, data: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    makeFolder(folder);
    await writeDurably(temporary, data, await modeFor(path));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {
      // The failure that brought us here is the one to report; a left-over temporary file harms nobody.
    });
    throw notWritten(path, error);
  }
}

/**
 * Finds out before any work is done whether `writeAtomically` would have something against `path`. Creates nothing, and promises
 * nothing: a disk may fill up later.
 *
 * @throws RagError FILE_NOT_WRITABLE
 */
export async function requireWritable(path: string): Promise<void> {
  try {
    await modeFor(path);
    await access(await nearestFolder(dirname(path)), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** The folder, or the one above it that exists. */
async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' && dirname(folder) !== folder) return null;
    throw error;
  });
  if (found === null) return nearestFolder(dirname(folder));
  if (!found.isDirectory()) throw new RagError('FILE_NOT_WRITABLE', `${folder} is no folder to write into`);
  return folder;
}

/** An existing file keeps its permissions. A link is refused: replacing it would not change the file it points at. */
async function modeFor(path: string): Promise<number> {
  try {
    const existing = await lstat(path);
    if (existing.isFile()) return existing.mode & 0o777;
    const kind = existing.isSymbolicLink() ? 'a symbolic link' : 'not a regular file';
    throw new RagError('FILE_NOT_WRITABLE', `${path} is ${kind}`, {
      hint: 'write to another path, or remove it first',
    });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0o666;
    throw error;
  }
}

async function writeDurably(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The error of a failed write, in words. An error that is in words already comes back as it is. */
export function notWritten(path: string, error: unknown): RagError {
  if (error instanceof RagError) return error;
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RagError('DISK_FULL', `no space left to write ${path}`, {
      hint: 'free some space and run the same command again; the earlier file, if there was one, is unchanged',
      cause: error,
    });
  }
  return new RagError('FILE_NOT_WRITABLE', `cannot write ${path} (${reasonOf(code, error)})`, {
    hint: 'check the permissions of its folder, or write to another path',
    cause: error,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

function reasonOf(code: string | null, error: unknown): string {
  return (code === null ? undefined : REASONS[code]) ?? code ?? String(error);
}
