import type { Corpus } from '../core/corpus.ts';
import type { FileFormat } from '../core/row-source.ts';
import { columnsOf, type DocumentColumns, documentFromColumns } from './document-columns.ts';

export interface FilesOptions extends DocumentColumns {
  readonly paths: readonly string[];
  readonly format?: FileFormat | undefined;
  readonly limit: number | null;
}

/** Documents in files on this machine, a row each. */
export function files({ paths, format, limit, ...columns }: FilesOptions): Corpus {
  return {
    name: 'files',
    location: { type: 'files', paths, format, columns: columnsOf(columns), limit },
    document: (row, index) => documentFromColumns(columns, row, index),
  };
}
