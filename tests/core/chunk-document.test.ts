import { describe, expect, it } from 'vitest';
import { chunkDocument } from '../../src/core/chunk-document.ts';
import type { Chunker } from '../../src/core/corpus.ts';
import type { Fields } from '../../src/core/fields.ts';

const words: Chunker = {
  name: 'words',
  options: {},
  split: (text) => text.split('|').map((piece, index) => ({ text: piece, index })),
};

describe('chunkDocument', () => {
  it('gives every piece an id that is the same everywhere, and the metadata of its document', () => {
    const document = { id: 'row-7', text: 'one|two', metadata: { title: 'Numbers' } };

    expect(chunkDocument('simple-wiki', document, words)).toEqual([
      {
        id: 'f89f92f8-02b5-5038-8c87-faf2ccb0fd69',
        text: 'one',
        documentId: 'row-7',
        index: 0,
        metadata: { title: 'Numbers' },
      },
      {
        id: '62ef106a-cb53-540b-a862-680ae697613f',
        text: 'two',
        documentId: 'row-7',
        index: 1,
        metadata: { title: 'Numbers' },
      },
    ]);
  });

  it('gives another id for another corpus, document, position or text', () => {
    const idOf = (corpus: string, id: string, text: string) =>
      chunkDocument(corpus, { id, text, metadata: {} }, words).map((chunk) => chunk.id);
    const ids = [idOf('a', 'd', 'x|x'), idOf('b', 'd', 'x'), idOf('a', 'e', 'x'), idOf('a', 'd', 'y')].flat();

    expect(new Set(ids).size).toBe(5);
    expect(idOf('a', 'd', 'x')[0]).toBe(ids[0]);
  });

  it('gives another id when metadata has changed, and the same for metadata in another order', () => {
    const idOf = (metadata: Fields) =>
      chunkDocument('a', { id: 'd', text: 'x', metadata }, words).map((chunk) => chunk.id)[0];

    expect(idOf({ language: 'de', year: 2 })).not.toBe(idOf({ language: 'en', year: 2 }));
    expect(idOf({ language: 'de', year: 2 })).toBe(idOf({ year: 2, language: 'de' }));
  });

  it('keeps the id that a chunk without metadata has always had', () => {
    expect(chunkDocument('simple-wiki', { id: 'row-7', text: 'one', metadata: {} }, words)).toEqual([
      { id: '2fd88d23-e93a-51ec-98f9-ef4c33a051ac', text: 'one', documentId: 'row-7', index: 0, metadata: {} },
    ]);
  });

  it('adds what the chunker says of a piece, which is part of the id, and lets the document have its own names', () => {
    const headed = (heading: string): Chunker => ({
      name: 'headed',
      options: {},
      split: (text) => [{ text, index: 0, metadata: { heading, page: 1 } }],
    });
    const chunkOf = (heading: string) =>
      chunkDocument('a', { id: 'd', text: 'x', metadata: { title: 'T', page: 7 } }, headed(heading))[0];

    expect(chunkOf('A')?.metadata).toEqual({ heading: 'A', title: 'T', page: 7 });
    expect(chunkOf('A')?.id).not.toBe(chunkOf('B')?.id);
  });

  it('leaves out pieces of white space, and still counts them', () => {
    const chunks = chunkDocument('a', { id: 'd', text: 'one| \n\u00a0|three', metadata: {} }, words);

    expect(chunks.map(({ text, index }) => [text, index])).toEqual([
      ['one', 0],
      ['three', 2],
    ]);
  });
});
