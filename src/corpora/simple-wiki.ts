import type { Corpus } from '../core/corpus.ts';
import { columnUnfit, valueIn } from '../core/row-column.ts';

export interface SimpleWikiOptions {
  readonly revision: string;
  readonly limit: number | null;
}

/**
 * Pairs of sentences from Wikipedia and Simple Wikipedia (embedding-data/simple-wiki on the hub), each pair a document: its
 * sentences joined by one space.
 */
export function simpleWiki({ revision, limit }: SimpleWikiOptions): Corpus {
  return {
    name: 'simple-wiki',
    location: {
      type: 'hub',
      repository: 'embedding-data/simple-wiki',
      revision,
      files: { path: 'SimpleWiki_processed.jsonl.gz' },
      columns: ['set'],
      limit,
    },
    document: (row, index) => {
      const set = valueIn(row, 'set', { code: 'ROW_INVALID' });
      if (!Array.isArray(set) || !set.every((sentence) => typeof sentence === 'string')) {
        throw columnUnfit(row, 'set', 'a list of texts');
      }
      const text = set.join(' ');
      return text.trim() === '' ? null : { id: `row-${index}`, text, metadata: {} };
    },
  };
}
