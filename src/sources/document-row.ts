import type { RawRow, SourceFile } from './source-file.ts';

export interface DocumentText {
  readonly text: string;
  readonly title: string;
  /** From 1, where the row is a page of the document and not the whole. */
  readonly page?: number;
}

/** The row of a document, or of one of its pages; all but text and id tells where the text is from. */
export function documentRow(file: SourceFile, { text, title, page }: DocumentText): RawRow {
  const about = { path: file.key, title };
  if (page === undefined) return { value: { text, ...about }, origin: file.name, about: Object.keys(about) };
  const value = { id: `${file.key}#page=${page}`, text, ...about, page };
  return { value, origin: `${file.name} page ${page}`, about: [...Object.keys(about), 'page'] };
}

/** A file's name without its endings. */
export function stemOf(key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return name.replace(/(?<=.)\.[^.]+?(\.(gz|zst))?$/i, '');
}
