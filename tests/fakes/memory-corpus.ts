import type { Corpus } from '../../src/core/corpus.ts';
import { RagError } from '../../src/core/errors.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { RowSource } from '../../src/core/row-source.ts';

/** A row of a corpus in memory: a text, columns, or (null) one that cannot be read. */
export type MemoryRow = string | Fields | null;

export interface MemoryCorpus {
  readonly corpus: Corpus;
  readonly source: RowSource;
}

/** A corpus of rows held in memory, with the source that gives them; a document's id is its column `id`, else its place from 0. */
export function memoryCorpus(rows: readonly MemoryRow[], revision = 'r1'): MemoryCorpus {
  return {
    corpus: {
      name: 'memory',
      location: { type: 'files', paths: ['memory'], columns: null, limit: null },
      document: ({ fields, origin }, index) => {
        const { id = String(index), text, ...metadata } = fields;
        if (typeof text !== 'string') throw new RagError('ROW_INVALID', `${origin} has no text`);
        return text === '' ? null : { id: String(id), text, metadata };
      },
    },
    source: {
      open: async (_location, _signal, onInvalid) => ({
        revision,
        rows: (async function* () {
          for (const [index, row] of rows.entries()) {
            const origin = `memory:${index + 1}`;
            if (row !== null) yield { fields: typeof row === 'string' ? { text: row } : row, origin };
            else invalid(origin, onInvalid);
          }
        })(),
      }),
    },
  };
}

function invalid(origin: string, onInvalid: ((error: RagError) => void) | undefined): void {
  const error = new RagError('FILE_INVALID', `${origin} is not JSON`, { details: { origin } });
  if (onInvalid === undefined) throw error;
  onInvalid(error);
}
