import { describe, expect, it } from 'vitest';
import { refuseOtherCorpus, refuseOtherRevision } from '../../../src/pipelines/indexing/refuse-other-corpus.ts';
import { sqliteStore } from '../../../src/stores/sqlite-store.ts';
import { WIKI } from '../wiki-index.ts';

const store = sqliteStore({ path: 'never-opened.sqlite', collection: 'c' });

describe('refuseOtherCorpus', () => {
  it('refuses another corpus, with three ways out', () => {
    expect(() => refuseOtherCorpus(WIKI, { ...WIKI, corpus: 'news' }, store)).toThrow(
      expect.objectContaining({
        code: 'INDEX_MISMATCH',
        message: 'collection "c" was built from the corpus "wiki", the configured one is "news"',
        hint: 'index into another collection:  rag index --collection c_2\nbuild this one anew:  rag index --recreate\nor replace what is there:  rag index --cleanup full',
        details: { collection: 'c', expected: 'wiki', found: 'news' },
      }),
    );
  });

  it('takes the same corpus at another commit for an update', () => {
    expect(() => refuseOtherCorpus(WIKI, { ...WIKI, corpusRevision: 'def' }, store)).not.toThrow();
  });

  it.each([
    [null, 'all rows'],
    [11, 'the first 11 rows'],
  ])('refuses fewer rows than %j, which would take out the others', (before, rows) => {
    expect(() => refuseOtherCorpus({ ...WIKI, corpusLimit: before }, { ...WIKI, corpusLimit: 10 }, store)).toThrow(
      expect.objectContaining({
        code: 'INDEX_MISMATCH',
        message: `collection "c" was built from ${rows} of "wiki", only the first 10 are to be indexed`,
        hint: 'index into another collection:  rag index --collection c_2\nbuild this one anew:  rag index --recreate\nor take the others out:  rag index --cleanup full',
        details: { collection: 'c', expected: before, found: 10 },
      }),
    );
  });

  it.each([
    [10, 10],
    [10, 11],
    [10, null],
  ])('takes the first %j rows for a beginning of %j', (before, wanted) => {
    expect(() =>
      refuseOtherCorpus({ ...WIKI, corpusLimit: before }, { ...WIKI, corpusLimit: wanted }, store),
    ).not.toThrow();
  });

  it('holds nothing against an index that does not say what it was built from', () => {
    const unknown = { ...WIKI, corpus: '', requestedRevision: null };

    expect(() => refuseOtherCorpus(unknown, { ...WIKI, corpusLimit: 1 }, store)).not.toThrow();
  });
});

describe('refuseOtherRevision', () => {
  const ask = (requestedRevision: string | null, index = WIKI) =>
    refuseOtherRevision(index, { corpus: 'wiki', requestedRevision }, 'c');

  it.each([['main'], ['abc'], [null]])('takes %j: the name it was asked for by, its commit, or files', (asked) => {
    expect(() => ask(asked)).not.toThrow();
  });

  it('F-60: refuses another', () => {
    expect(() => ask('v2')).toThrow(
      expect.objectContaining({
        code: 'INDEX_MISMATCH',
        message: 'collection "c" was built from revision "main" of "wiki", the configured one is "v2"',
      }),
    );
  });

  it('asks nothing of an index of files', () => {
    expect(() => ask('v2', { ...WIKI, requestedRevision: null })).not.toThrow();
  });
});
