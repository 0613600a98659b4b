import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { interrupted } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { InvalidRow, RowLocation, RowStream } from '../core/row-source.ts';
import { withDistinctKeys } from './distinct-keys.ts';
import { fileError } from './file-errors.ts';
import { findFiles } from './find-files.ts';
import { readRows } from './read-rows.ts';
import type { SourceFile } from './source-file.ts';
import { STANDARD_INPUT, type StandardInput } from './standard-input.ts';

export type FilesLocation = Extract<RowLocation, { readonly type: 'files' }>;

export interface LocalFilesOptions {
  /** Where relative paths start; names in messages are relative to it too. */
  readonly folder: string;
  /** What the path `-` stands for. */
  readonly standardInput: StandardInput;
  readonly report: Report;
  readonly onInvalid?: InvalidRow | undefined;
}

/**
 * The rows of files on this machine: JSON lines, JSON, CSV, TSV, parquet, text, Markdown, HTML and PDF.
 *
 * The revision is a SHA-256 over the files' names and contents, so every file is read once before its rows are.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID; for standard input also DISK_FULL, FILE_NOT_WRITABLE
 */
export async function openLocalFiles(
  { paths, format, columns, limit }: FilesLocation,
  { folder, standardInput, report, onInvalid }: LocalFilesOptions,
  signal: AbortSignal,
): Promise<RowStream> {
  const found: SourceFile[] = [];
  for (const path of paths) {
    if (path === STANDARD_INPUT) found.push(await standardInput.file(format, signal));
    else found.push(...(await findFiles([path], folder, format)));
  }
  const files = withDistinctKeys(found);
  const rows = readRows(files, { columns, limit, signal, report, onInvalid });
  return { revision: await digest(files, signal), rows };
}

/** Each name and content is hashed for itself, so that no byte can move from one to the next unseen. */
async function digest(files: readonly SourceFile[], signal: AbortSignal): Promise<string> {
  const all = createHash('sha256');
  for (const file of files) all.update(`${JSON.stringify(file.key)} ${await contentDigest(file, signal)}\n`);
  return all.digest('hex');
}

async function contentDigest(file: SourceFile, signal: AbortSignal): Promise<string> {
  const hash: Hash = createHash('sha256');
  try {
    for await (const part of createReadStream(file.path, { signal })) hash.update(part);
  } catch (error) {
    if (signal.aborted) throw interrupted(signal);
    throw fileError(file.name, error);
  }
  return hash.digest('hex');
}
