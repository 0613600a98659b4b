import type { Chunker, Corpus } from '../../core/corpus.ts';
import { RagError } from '../../core/errors.ts';
import { counted } from '../../text/counted.ts';

export interface NothingRead {
  readonly corpus: Corpus;
  readonly chunker: Chunker;
  readonly documents: number;
  /** Rows that could not be used. */
  readonly failed: number;
}

/** The error for a corpus that gave no chunk. */
export function corpusEmpty({ corpus, chunker, documents, failed }: NothingRead): RagError {
  const why = documents === 0 ? 'it has no documents' : `no chunk came of ${counted(documents, 'document')}`;
  const leftOut = failed === 0 ? '' : ` (${counted(failed, 'row')} could not be used)`;
  return new RagError('CORPUS_EMPTY', `nothing to index in the corpus "${corpus.name}": ${why}${leftOut}`, {
    hint: documents === 0 ? undefined : 'see what counts as too short:  rag config show --origin',
    details: { corpus: corpus.name, documents, chunker: chunker.options },
  });
}
