import type { Corpus } from '../core/corpus.ts';
import { columnsOf, type DocumentColumns, documentFromColumns } from './document-columns.ts';

export interface FilesOptions extends DocumentColumns {
  readonly paths: readonly string[];
  readonly limit: number | null;
}

/** Documents in files on this machine, a row each. */
export function files({ paths, limit, ...columns }: FilesOptions): Corpus {
  return {
    name: 'files',
    location: { type: 'files', paths, columns: columnsOf(columns), limit },
    document: (row, index) => documentFromColumns(columns, row, index),
  };
}
