import type { Chunker, Corpus } from '../../core/corpus.ts';
import type { Embedder } from '../../core/embedder.ts';
import type { IndexIdentity } from '../../core/index-manifest.ts';

export interface IndexParts {
  readonly corpus: Corpus;
  readonly chunker: Chunker;
  readonly embedder: Embedder;
}

/** What an index of these parts is made of; the dimensions are known when the first vector is. */
export function wantedIdentity(
  { corpus, chunker, embedder }: IndexParts,
  corpusRevision: string,
): Omit<IndexIdentity, 'dimensions'> {
  return {
    embeddingModel: embedder.model,
    documentInstruction: embedder.documentInstruction ?? null,
    corpus: corpus.name,
    corpusRevision,
    requestedRevision: requestedRevision(corpus),
    corpusLimit: corpus.location.limit,
    chunker: chunker.name,
    chunkerOptions: chunker.options,
  };
}

/** Files are what they are; a data set of the hub has revisions. */
export function requestedRevision({ location }: Corpus): string | null {
  return location.type === 'hub' ? location.revision : null;
}
