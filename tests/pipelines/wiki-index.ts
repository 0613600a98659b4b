import type { IndexIdentity, IndexManifest } from '../../src/core/index-manifest.ts';

/** An index with vectors of two numbers, of the branch `main` of a corpus `wiki`, which was at `abc`. */
export const WIKI: IndexIdentity = {
  embeddingModel: 'words',
  dimensions: 2,
  documentInstruction: null,
  corpus: 'wiki',
  corpusRevision: 'abc',
  requestedRevision: 'main',
  corpusLimit: null,
  chunker: 'fixed-length',
  chunkerOptions: { characters: 9, overlap: 0 },
};

/** Of that index, when it is complete. */
export const WIKI_MANIFEST: IndexManifest = {
  identity: WIKI,
  queryInstruction: null,
  state: 'complete',
  journal: 'old-journal',
  run: 'old-run',
  counts: { documents: 1, chunks: 2 },
};
