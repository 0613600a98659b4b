import { FILE_FORMATS, type FileFormat } from '../core/row-source.ts';
import type { ReadFile } from './source-file.ts';

/** How a file's bytes are packed, by the second ending of its name: `.gz`, `.zst`. */
export type Packing = 'gzip' | 'zstd';

/** What is known of a file before it is opened; a format of null cannot be read. */
export interface FileKind {
  readonly format: FileFormat | null;
  readonly packing: Packing | null;
}

interface Format {
  readonly endings: readonly string[];
  /** A file is one document, and one that cannot be read is one bad row; else it holds rows, and nobody knows how many are lost. */
  readonly isDocument: boolean;
  readonly mayBePacked: boolean;
  load(): Promise<ReadFile>;
}

const PACKINGS: Readonly<Record<string, Packing>> = { gz: 'gzip', zst: 'zstd' };

const FORMATS: Readonly<Record<FileFormat, Format>> = {
  csv: { ...rows('csv'), load: async () => (await import('./read-csv.ts')).readCsv },
  html: { ...documents('html', 'htm'), load: async () => (await import('./read-html.ts')).readHtml },
  json: { ...rows('json'), load: async () => (await import('./read-json.ts')).readJson },
  jsonl: { ...rows('jsonl', 'ndjson'), load: async () => (await import('./read-json-lines.ts')).readJsonLines },
  md: { ...documents('md'), load: async () => (await import('./read-text.ts')).readMarkdown },
  parquet: {
    ...rows('parquet'),
    mayBePacked: false,
    load: async () => (await import('./read-parquet.ts')).readParquet,
  },
  pdf: { ...documents('pdf'), mayBePacked: false, load: async () => (await import('./read-pdf.ts')).readPdf },
  tsv: { ...rows('tsv'), load: async () => (await import('./read-csv.ts')).readTsv },
  txt: { ...documents('txt'), load: async () => (await import('./read-text.ts')).readText },
};

/** Endings of names that can be read, without those of packed files. */
export const READABLE_ENDINGS = Object.values(FORMATS).flatMap(({ endings }) => endings.map((ending) => `.${ending}`));

/** By the ending of a file's name, in any case; what is `given` counts more. */
export function kindOf(name: string, given: FileFormat | null = null): FileKind {
  const [suffix = '', packed = ''] = /\.(gz|zst)$/i.exec(name) ?? [];
  const packing = PACKINGS[packed.toLowerCase()] ?? null;
  const [, ending = ''] = /\.([a-z]+)$/i.exec(name.slice(0, name.length - suffix.length)) ?? [];
  return withPacking(given ?? formatOf(ending.toLowerCase()), packing);
}

/** Not every format may be packed. */
export function withPacking(format: FileFormat | null, packing: Packing | null): FileKind {
  const isReadable = format !== null && (packing === null || FORMATS[format].mayBePacked);
  return { format: isReadable ? format : null, packing };
}

/** Whether there is a reader for files of this name. */
export function isReadable(name: string): boolean {
  return kindOf(name).format !== null;
}

export function isDocument(format: FileFormat): boolean {
  return FORMATS[format].isDocument;
}

export function loadReader(format: FileFormat): Promise<ReadFile> {
  return FORMATS[format].load();
}

function formatOf(ending: string): FileFormat | null {
  const found = FILE_FORMATS.find((name) => FORMATS[name].endings.includes(ending));
  return found ?? null;
}

function rows(...endings: readonly string[]) {
  return { endings, isDocument: false, mayBePacked: true };
}

function documents(...endings: readonly string[]) {
  return { endings, isDocument: true, mayBePacked: true };
}
