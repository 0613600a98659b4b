import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { RagError } from '../core/errors.ts';
import { nearestFirst } from '../text/closest-name.ts';
import { errorCode } from './error-code.ts';

/**
 * Where an artifact is: `name` as given, else in `artifactsFolder`, each also with `.json` added.
 *
 * @throws RagError ARTIFACT_NOT_FOUND with the names of the artifacts there are, ARTIFACT_INVALID for a folder
 */
export async function findArtifact(name: string, artifactsFolder: string): Promise<string> {
  for (const candidate of [name, `${name}.json`, join(artifactsFolder, name), join(artifactsFolder, `${name}.json`)]) {
    const found = await stat(candidate).catch(() => null); // Not there, or not reachable: the next candidate.
    if (found?.isDirectory()) throw await isFolder(candidate);
    if (found !== null) return candidate;
  }
  // The current folder is full of other JSON files; only a folder that was named is searched beside that of the artifacts.
  throw await notFound(name, [...(basename(name) === name ? [] : [dirname(name)]), artifactsFolder]);
}

export interface ReadOptions {
  readonly maxBytes?: number;
}

/**
 * The text of the artifact at `path`, decoded as strict UTF-8, without a byte order mark; held in memory as a whole.
 *
 * @throws RagError ARTIFACT_NOT_FOUND, ARTIFACT_INVALID
 */
export async function readArtifact(path: string, { maxBytes = 64 * 2 ** 20 }: ReadOptions = {}): Promise<string> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw await isFolder(path);
    if (!status.isFile()) throw new RagError('ARTIFACT_INVALID', `${path} is not a regular file`);
    if (status.size > maxBytes) throw tooLarge(path, status.size, maxBytes);
    return decode(path, await readFile(path));
  } catch (error) {
    throw await notRead(path, error);
  }
}

async function notRead(path: string, error: unknown): Promise<RagError> {
  if (error instanceof RagError) return error;
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return notFound(path, [dirname(path)]);
  return new RagError('ARTIFACT_INVALID', `${path} cannot be read (${code ?? String(error)})`, {
    hint: 'check its permissions',
    cause: error,
  });
}

function tooLarge(path: string, bytes: number, limit: number): RagError {
  return new RagError('ARTIFACT_INVALID', `${path} has ${bytes} bytes, more than the ${limit} of any artifact`, {
    hint: 'check that this is the file of a compiled program',
    details: { path, bytes, limit },
  });
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RagError('ARTIFACT_INVALID', `${path} is not UTF-8 text`, {
      hint: 'artifacts are JSON files: in Python save with  program.save("program.json", save_program=False)',
      cause: error,
    });
  }
}

async function notFound(name: string, folders: readonly string[]): Promise<RagError> {
  const inFolders = await Promise.all([...new Set(folders)].map(artifactsIn));
  const known = nearestFirst(basename(name), [...new Set(inFolders.flat())]).slice(0, MOST_NAMES);
  return new RagError('ARTIFACT_NOT_FOUND', `there is no artifact ${name}`, {
    hint: known.length === 0 ? 'make one:  rag compile' : `there are: ${known.join(', ')}`,
    details: { name, known },
  });
}

const MOST_NAMES = 10;

async function artifactsIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => name.endsWith('.json') && !name.endsWith('.provenance.json')).sort();
}

/** What DSPy writes with `save_program=True` is a folder of pickled code, which could do anything when loaded. */
async function isFolder(path: string): Promise<RagError> {
  const names = await namesIn(path);
  if (!names.includes('program.pkl')) {
    return new RagError('ARTIFACT_INVALID', `${path} is a folder`, {
      hint: 'name the JSON file of a compiled program',
    });
  }
  return new RagError('ARTIFACT_INVALID', `${path} is a program saved as pickled Python code, which is never loaded`, {
    hint: 'in Python save its state instead:  program.save("program.json", save_program=False)',
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // The names only complete a message; a folder that is missing or closed has none to offer.
  }
}
