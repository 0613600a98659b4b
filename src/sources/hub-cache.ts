import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, readdir, readFile, realpath, rename, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { errorCode } from '../files/error-code.ts';
import { makeFolder } from '../files/make-folder.ts';
import { notWritten, writeAtomically } from '../files/write-atomically.ts';
import { fileError } from './file-errors.ts';

/** One data set's folder in the cache, laid out as Python's huggingface_hub does: `blobs`, `refs`, `snapshots`. */
export interface HubCache {
  readonly folder: string;
  /** The commit a branch or tag pointed at when it was last asked for. */
  commitOf(revision: string): Promise<string | null>;
  remember(revision: string, commit: string): Promise<void>;
  /** Repository paths of the files that are there at a commit. */
  listFiles(commit: string): Promise<readonly string[]>;
  /** Where a file is when it is there. */
  pathOf(commit: string, path: string): string;
  blobPath(etag: string): string;
  /** Makes a blob appear under its name at a commit. */
  link(commit: string, path: string, etag: string): Promise<void>;
}

/** The cache folder of `owner/name`. */
export function hubCache(cacheFolder: string, repository: string): HubCache {
  const folder = join(cacheFolder, ['datasets', ...repository.split('/')].join('--'));
  const pathOf = (commit: string, path: string) => join(folder, 'snapshots', commit, ...path.split('/'));
  const blobPath = (etag: string) => join(folder, 'blobs', etag);
  const refPath = (revision: string) => join(folder, 'refs', ...revision.split('/'));

  return {
    folder,
    pathOf,
    blobPath,
    commitOf: async (revision) => {
      const commit = (await readIfThere(refPath(revision)))?.trim() ?? '';
      return /^[0-9a-f]{40}$/.test(commit) ? commit : null;
    },
    remember: (revision, commit) => writeAtomically(refPath(revision), commit),
    listFiles: (commit) => filesBelow(join(folder, 'snapshots', commit)),
    link: (commit, path, etag) => linkTo(blobPath(etag), pathOf(commit, path)),
  };
}

/**
 * Whether a file's content is what its etag says: a SHA-256, or a git object id. Reads the whole file (about a second per GB);
 * false when there is none.
 */
export async function hasContent(path: string, etag: string): Promise<boolean> {
  try {
    const { size } = await stat(path);
    const hash = etag.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
    for await (const part of createReadStream(path)) hash.update(part);
    return hash.digest('hex') === etag;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return false;
    throw fileError(path, error);
  }
}

/** The etag a cached file is stored under; null where links are not used and its name says nothing. */
export async function etagOf(path: string): Promise<string | null> {
  const name = basename(await realpath(path));
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(name) ? name : null;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) return null;
    throw fileError(path, error);
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(folder, error);
  }
}

/** Relative, so that the cache can be moved; a copy where the system forbids links, as Windows does without developer mode. */
async function linkTo(blob: string, pointer: string): Promise<void> {
  const temporary = `${pointer}.${randomUUID()}`;
  try {
    makeFolder(dirname(pointer));
    await symlinkOrCopy(blob, temporary);
    await rename(temporary, pointer);
  } catch (error) {
    throw notWritten(pointer, error);
  }
}

async function symlinkOrCopy(blob: string, pointer: string): Promise<void> {
  try {
    await symlink(relative(dirname(pointer), blob), pointer);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'UNKNOWN'].includes(errorCode(error) ?? '')) throw error;
    await copyFile(blob, pointer);
  }
}
