import { describe, expect, it } from 'vitest';
import type { IndexIdentity, IndexManifest } from '../../src/core/index-manifest.ts';
import { indexDifferences, type WantedContent } from '../../src/pipelines/index-differences.ts';
import { WIKI, WIKI_MANIFEST } from './wiki-index.ts';

const WANTED: WantedContent = {
  corpus: 'wiki',
  requestedRevision: 'main',
  chunker: 'fixed-length',
  chunkerOptions: { overlap: 0, characters: 9 },
  queryInstruction: null,
  isChosen: { corpus: true, chunker: true },
};

const manifest = (identity: Partial<IndexIdentity> = {}, queryInstruction: string | null = null): IndexManifest => ({
  ...WIKI_MANIFEST,
  identity: { ...WIKI, ...identity },
  queryInstruction,
});

describe('indexDifferences', () => {
  it('finds none where only the order of options differs', () => {
    expect(indexDifferences(manifest(), WANTED, 'c')).toEqual([]);
  });

  it('finds none in what an index does not say', () => {
    expect(indexDifferences(manifest({ corpus: '', chunker: '', chunkerOptions: {} }), WANTED, 'c')).toEqual([]);
  });

  it('finds none in what nobody has chosen', () => {
    const isChosen = { corpus: false, chunker: false };

    expect(indexDifferences(manifest({ corpus: 'news', chunker: 'x' }), { ...WANTED, isChosen }, 'c')).toEqual([]);
  });

  it('names what differs, a sentence each', () => {
    const other = manifest({ corpus: 'news', chunkerOptions: { characters: 5 } }, 'Find it');

    expect(indexDifferences(other, WANTED, 'c')).toEqual([
      'collection "c" was built from the corpus "news", the configured one is "wiki"',
      'collection "c" was cut by ["fixed-length",{"characters":5}], the configured chunker is ["fixed-length",{"overlap":0,"characters":9}]',
      'collection "c" was indexed for questions with the instruction "Find it", the configuration says no instruction',
    ]);
  });
});
