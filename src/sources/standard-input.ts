import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { interrupted, RagError } from '../core/errors.ts';
import type { FileFormat } from '../core/row-source.ts';
import { notWritten } from '../files/write-atomically.ts';
import { contentOf, readStart } from './check-start.ts';
import { type FileKind, type Packing, withPacking } from './file-format.ts';
import { readBytes } from './read-bytes.ts';
import type { SourceFile } from './source-file.ts';

export interface StandardInput {
  /**
   * All of standard input as a file, which can be read again and again; without a `format` it is known by its beginning.
   *
   * @throws RagError FILE_NOT_FOUND when standard input is a terminal; DISK_FULL, FILE_NOT_WRITABLE, INTERRUPTED
   */
  file(format: FileFormat | undefined, signal: AbortSignal): Promise<SourceFile>;
  /** Removes the file. */
  close(): Promise<void>;
}

export interface StandardInputOptions {
  /** Null for a terminal. */
  readonly bytes: () => AsyncIterable<Uint8Array> | null;
  /** Where the file may be. */
  readonly temporaryFolder: string;
}

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

export function standardInput({ bytes, temporaryFolder }: StandardInputOptions): StandardInput {
  let kept: Promise<string> | null = null;
  return {
    file: async (format, signal) => {
      kept ??= keep(bytes(), temporaryFolder, signal);
      const path = join(await kept, NAME);
      const file = { path, name: 'standard input', key: STANDARD_INPUT };
      return { ...file, ...(await kindOf(file, format, signal)) };
    },
    close: async () => {
      // What kept it from being kept was told when it was asked for.
      const folder = await kept?.catch(() => null);
      if (typeof folder === 'string') await rm(folder, { recursive: true, force: true });
    },
  };
}

const NAME = 'standard-input';

async function keep(
  bytes: AsyncIterable<Uint8Array> | null,
  temporaryFolder: string,
  signal: AbortSignal,
): Promise<string> {
  if (bytes === null) {
    throw new RagError('FILE_NOT_FOUND', 'standard input is a terminal, expected rows or a text', {
      hint: 'name a file, or:  rag index - < notes.jsonl',
    });
  }
  const folder = await mkdtemp(join(temporaryFolder, 'rag-'));
  try {
    await pipeline(bytes, createWriteStream(join(folder, NAME), { mode: 0o600 }), { signal });
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw signal.aborted ? interrupted(signal) : notWritten(join(folder, NAME), error);
  }
}

type Unnamed = Omit<SourceFile, keyof FileKind>;

async function kindOf(file: Unnamed, format: FileFormat | undefined, signal: AbortSignal): Promise<FileKind> {
  const fits = contentOf(await readStart(file))?.fits ?? [];
  const packing = PACKINGS.find((name) => fits.includes(name)) ?? null;
  return withPacking(format ?? (await formatOf({ ...file, packing, format: null }, signal)), packing);
}

const PACKINGS: readonly Packing[] = ['gzip', 'zstd'];

/** Rows of CSV look like any text: whoever pipes them says so. */
async function formatOf(file: SourceFile, signal: AbortSignal): Promise<FileFormat> {
  const start = await firstPart(file, signal);
  const marked = MARKED.find((name) => contentOf(start)?.fits[0] === name);
  if (marked !== undefined) return marked;
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text.startsWith('[')) return 'json';
  return text.startsWith('{') ? 'jsonl' : 'txt';
}

const MARKED: readonly FileFormat[] = ['html', 'parquet', 'pdf'];

async function firstPart(file: SourceFile, signal: AbortSignal): Promise<Buffer> {
  for await (const part of readBytes(file, signal)) if (part.length > 0) return part;
  return Buffer.alloc(0);
}
