import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { RagError } from '../core/errors.ts';
import type { FileFormat } from '../core/row-source.ts';
import { errorCode } from '../files/error-code.ts';
import { fileError } from './file-errors.ts';
import { type FileKind, isReadable, kindOf, READABLE_ENDINGS } from './file-format.ts';
import { globRoot, isGlob, matchesGlob } from './glob.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The files that paths, folders and globs stand for: in the order given, and by name within a folder or glob. Names that
 * start with a dot are left out, and so are files of a folder that no reader knows.
 *
 * Relative paths start at `folder`. With a `format` all of them are of it, whatever they are called.
 *
 * @throws RagError FILE_NOT_FOUND when a path stands for nothing, FILE_INVALID for a pipe
 */
export async function findFiles(
  paths: readonly string[],
  folder: string,
  format: FileFormat | null = null,
): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = [];
  for (const path of paths) {
    const files = await expand(path, folder, format !== null);
    found.push(...files.map((file) => ({ ...file, ...kindOf(file.name, format) })));
  }
  return found;
}

type Place = Omit<SourceFile, keyof FileKind>;

async function expand(path: string, folder: string, takesAnyName: boolean): Promise<readonly Place[]> {
  const place = resolve(folder, path);
  const kind = await placeKind(place);
  if (kind === 'file') return [{ path: place, name: nameIn(folder, place), key: basename(place) }];
  if (kind === 'folder') {
    const files = (await filesBelow(place, folder)).filter(({ name }) => takesAnyName || isReadable(name));
    if (files.length > 0) return files;
    throw notFound(path, `the folder ${nameIn(folder, place)} holds no file ending in ${READABLE_ENDINGS.join(', ')}`);
  }
  if (kind === 'other') throw noFile(nameIn(folder, place));
  if (!isGlob(path)) throw notFound(path, `there is no file or folder ${nameIn(folder, place)}`);
  const pattern = slashed(place);
  const root = globRoot(pattern);
  const files = (await placeKind(root)) === 'folder' ? await filesBelow(root, folder) : [];
  const fitting = files.filter((file) => matchesGlob(slashed(file.path), pattern));
  if (fitting.length > 0) return fitting;
  throw notFound(path, `no file fits ${nameIn(folder, place)}`);
}

async function placeKind(path: string): Promise<'file' | 'folder' | 'other' | null> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw fileError(path, error);
  }
}

async function filesBelow(root: string, folder: string): Promise<readonly Place[]> {
  const paths: string[] = [];
  for (const entry of await entriesBelow(root)) {
    const path = join(entry.parentPath, entry.name);
    if (isHidden(relative(root, path))) continue;
    // The hub's cache is made of links to files.
    if (entry.isFile() || (entry.isSymbolicLink() && (await placeKind(path)) === 'file')) paths.push(path);
  }
  return paths
    .map((path) => ({ path, name: nameIn(folder, path), key: slashed(relative(root, path)) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

async function entriesBelow(root: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(root, { recursive: true, withFileTypes: true });
  } catch (error) {
    // It may be any of the folders below.
    const path = error instanceof Error && 'path' in error ? String(error.path) : root;
    throw fileError(path, error);
  }
}

function isHidden(path: string): boolean {
  return path.split(sep).some((segment) => segment.startsWith('.'));
}

/** As short as it can be without being ambiguous: relative below `folder`, absolute elsewhere. */
function nameIn(folder: string, path: string): string {
  const name = relative(folder, path);
  return slashed(name === '' || name.startsWith('..') || isAbsolute(name) ? path : name);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** A file is read several times. */
function noFile(name: string): RagError {
  return new RagError('FILE_INVALID', `${name} is a pipe or a device, expected a file or a folder`, {
    hint: 'what comes through a pipe is read as standard input:  zcat rows.jsonl.gz | rag index -',
    details: { file: name },
  });
}

function notFound(path: string, message: string): RagError {
  return new RagError('FILE_NOT_FOUND', message, { details: { path, folder: dirname(path) } });
}
