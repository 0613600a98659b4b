import { describe, expect, it } from 'vitest';
import { fixedLength } from '../../../src/chunkers/fixed-length.ts';
import { simpleWiki } from '../../../src/corpora/simple-wiki.ts';
import { requestedRevision, wantedIdentity } from '../../../src/pipelines/indexing/wanted-identity.ts';
import { memoryCorpus } from '../../fakes/memory-corpus.ts';
import { wordEmbedder } from '../../fakes/word-embedder.ts';

const chunker = fixedLength({ characters: 100, overlap: 0, minCharacters: 0 });

describe('wantedIdentity', () => {
  it('is what the parts say, and the revision that was read', () => {
    const corpus = simpleWiki({ revision: 'main', limit: 5 });
    const embedder = { ...wordEmbedder(), documentInstruction: 'passage: ' };

    expect(wantedIdentity({ corpus, chunker, embedder }, 'abc')).toEqual({
      embeddingModel: 'words',
      documentInstruction: 'passage: ',
      corpus: 'simple-wiki',
      corpusRevision: 'abc',
      requestedRevision: 'main',
      corpusLimit: 5,
      chunker: 'fixed-length',
      chunkerOptions: { characters: 100, overlap: 0, minCharacters: 0 },
    });
  });

  it('has no instruction where the embedder has none', () => {
    const { corpus } = memoryCorpus([]);

    expect(wantedIdentity({ corpus, chunker, embedder: wordEmbedder() }, 'abc').documentInstruction).toBe(null);
  });
});

describe('requestedRevision', () => {
  it('is null for files, which are what they are', () => {
    expect(requestedRevision(memoryCorpus([]).corpus)).toBe(null);
  });
});
