import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { simpleWiki } from '../../src/corpora/simple-wiki.ts';

const corpus = simpleWiki({ revision: 'main', limit: 1000 });

function documentOf(fields: Fields) {
  return corpus.document({ fields, origin: 'SimpleWiki_processed.jsonl.gz:8' }, 7);
}

describe('simpleWiki', () => {
  it('is one file of a data set on the hub', () => {
    expect(corpus.name).toBe('simple-wiki');
    expect(corpus.location).toEqual({
      type: 'hub',
      repository: 'embedding-data/simple-wiki',
      revision: 'main',
      files: { path: 'SimpleWiki_processed.jsonl.gz' },
      columns: ['set'],
      limit: 1000,
    });
  });

  it('joins the sentences of a row by one space', () => {
    expect(documentOf({ set: ['First one .', 'Second one .'] })).toEqual({
      id: 'row-7',
      text: 'First one . Second one .',
      metadata: {},
    });
  });

  it('drops a row without text', () => {
    expect([documentOf({ set: [] }), documentOf({ set: [' ', ''] })]).toEqual([null, null]);
  });

  it('names the columns of a row that has no set', () => {
    expect(() => documentOf({ text: 'a', sets: [] })).toThrow(
      'SimpleWiki_processed.jsonl.gz:8 has no column "set"; it has "sets", "text"',
    );
  });

  it.each([
    ['a text', 'First one .'],
    ['null', null],
    ['a list', ['First one .', 2]],
    ['an object', { english: 'First one .' }],
  ])('refuses %s as a set', (found, set) => {
    expect(() => documentOf({ set })).toThrow(
      `SimpleWiki_processed.jsonl.gz:8 has ${found} in column "set", expected a list of texts`,
    );
  });
});
