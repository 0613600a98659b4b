import type { Corpus } from '../core/corpus.ts';
import type { RowLocation } from '../core/row-source.ts';
import { columnsOf, type DocumentColumns, documentFromColumns } from './document-columns.ts';

type HubFiles = Extract<RowLocation, { readonly type: 'hub' }>['files'];

export interface HubCorpusOptions extends DocumentColumns {
  readonly repository: string;
  readonly revision: string;
  readonly files: HubFiles;
  readonly limit: number | null;
}

/** Documents in a data set of the Hugging Face hub, a row each. */
export function hub({ repository, revision, files, limit, ...columns }: HubCorpusOptions): Corpus {
  return {
    name: repository,
    location: { type: 'hub', repository, revision, files, columns: columnsOf(columns), limit },
    document: (row, index) => documentFromColumns(columns, row, index),
  };
}
