import { open } from 'node:fs/promises';
import { RagError } from '../core/errors.ts';
import type { FileFormat } from '../core/row-source.ts';
import { fileError } from './file-errors.ts';
import type { Packing } from './file-format.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Looks at the first bytes of a file and refuses what is plainly not what its name says: packed or not, another format, a web page
 * or a Git LFS pointer in the place of data, nothing at all.
 *
 * @throws RagError FILE_NOT_FOUND, FILE_INVALID
 */
export async function checkStart(file: SourceFile): Promise<void> {
  const start = await readStart(file);
  const expected = file.packing ?? file.format;
  if (expected === null) return;
  const found = contentOf(start);
  if (found !== null) {
    if (!found.fits.includes(expected)) throw invalid(file, `${found.is}, expected ${nameOf(expected)}`, found.hint);
  } else if (start.length === 0) {
    if (MARKED.has(expected)) throw invalid(file, `is empty, expected ${nameOf(expected)}`);
  } else if (MARKED.has(expected) && !(expected === 'pdf' && start.includes('%PDF-'))) {
    throw invalid(file, `does not begin like ${nameOf(expected)}`, RENAME);
  }
}

/** What can be recognized by its beginning. */
export interface Content {
  readonly is: string;
  /** As what it may be read. */
  readonly fits: readonly (FileFormat | Packing)[];
  readonly hint: string;
}

const RENAME = 'give it the ending of what it is';

/** By the first bytes, in Latin-1. */
const CONTENTS: readonly (Content & { readonly matches: (start: string) => boolean })[] = [
  { matches: begins('\x1f\x8b'), is: 'is packed with gzip', fits: ['gzip'], hint: `${RENAME}: .gz` },
  { matches: begins('\x28\xb5\x2f\xfd'), is: 'is packed with zstd', fits: ['zstd'], hint: `${RENAME}: .zst` },
  { matches: begins('PAR1'), is: 'is a parquet file', fits: ['parquet'], hint: `${RENAME}: .parquet` },
  { matches: begins('%PDF-'), is: 'is a PDF', fits: ['pdf'], hint: `${RENAME}: .pdf` },
  { matches: begins('PK\x03\x04'), is: 'is a ZIP archive', fits: [], hint: 'unpack it, and name what was in it' },
  {
    matches: begins('version https://git-lfs.github.com/spec/'),
    is: 'is a Git LFS pointer and not the file itself',
    fits: [],
    hint: 'fetch the file in its repository:  git lfs pull',
  },
  {
    matches: (start) => /^(\xef\xbb\xbf)?\s*<(!doctype html|html)[\s>]/i.test(start),
    is: 'is a web page',
    fits: ['html', 'md', 'txt'],
    hint: 'look into it: a server may have sent an error page in the place of the file',
  },
];

/** Those that always begin with their mark. */
const MARKED: ReadonlySet<FileFormat | Packing> = new Set(['gzip', 'parquet', 'pdf', 'zstd'] as const);

/** Null for what may be any text. */
export function contentOf(start: Buffer): Content | null {
  const text = start.toString('latin1');
  return CONTENTS.find(({ matches }) => matches(text)) ?? null;
}

function begins(mark: string): (start: string) => boolean {
  return (start) => start.startsWith(mark);
}

/** The first kilobyte: enough for any mark, and for the spaces that some pages begin with. */
export async function readStart(file: Pick<SourceFile, 'path' | 'name'>): Promise<Buffer> {
  const buffer = Buffer.alloc(1024);
  try {
    const handle = await open(file.path);
    try {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(file.name, error);
  }
}

const NAMES: Readonly<Partial<Record<FileFormat | Packing, string>>> = {
  gzip: 'a gzip file',
  pdf: 'a PDF',
  zstd: 'a zstd file',
};

function nameOf(kind: FileFormat | Packing): string {
  return NAMES[kind] ?? `a .${kind} file`;
}

function invalid({ name }: SourceFile, what: string, hint?: string): RagError {
  return new RagError('FILE_INVALID', `${name} ${what}`, { hint, details: { file: name } });
}
