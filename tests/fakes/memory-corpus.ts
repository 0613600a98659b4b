import type { Corpus } from '../../src/core/corpus.ts';
import type { RowSource } from '../../src/core/row-source.ts';

/** A corpus of texts held in memory, with the source that gives them; document ids count from 0. */
export function memoryCorpus(texts: readonly string[]): { readonly corpus: Corpus; readonly source: RowSource } {
  return {
    corpus: {
      name: 'memory',
      location: { type: 'files', paths: ['memory'], columns: null, limit: null },
      document: ({ fields }, index) => ({ id: String(index), text: String(fields.text), metadata: {} }),
    },
    source: {
      open: async () => ({
        revision: 'r1',
        rows: (async function* () {
          for (const [index, text] of texts.entries()) yield { fields: { text }, origin: `memory:${index + 1}` };
        })(),
      }),
    },
  };
}
