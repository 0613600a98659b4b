import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEntry } from '../../src/core/registry.ts';
import { retrievers } from '../../src/retrievers/registry.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { wordEmbedder } from '../fakes/word-embedder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

describe('retrievers', () => {
  it('are known by these names', () => {
    expect(retrievers.entries.map(({ name, aliases }) => [name, ...aliases])).toEqual([
      ['dense'],
      ['bm25', 'text'],
      ['hybrid'],
    ]);
  });

  const selection = { textField: 'text', filter: [], scoreThreshold: null, mmrLambda: null, candidates: 4 };

  it.each([
    ['dense', { ...selection, queryInstruction: null }],
    ['bm25', selection],
    ['hybrid', { ...selection, queryInstruction: null, weights: null }],
  ])('fill in what nobody says: %s', (name, options) => {
    expect(findEntry(retrievers, name)?.options.parse({})).toEqual(options);
  });

  it('count a list once when only the other has a weight', () => {
    expect(findEntry(retrievers, 'hybrid')?.options.parse({ weights: { bm25: 2 } })).toMatchObject({
      weights: { dense: 1, bm25: 2 },
    });
  });

  it('say which of them search words', () => {
    const searching = retrievers.entries.filter(({ requires }) => requires.includes('words'));

    expect(searching.map(({ name }) => name)).toEqual(['bm25', 'hybrid']);
  });

  it('refuse an option they do not know', () => {
    expect(() => findEntry(retrievers, 'text')?.options.parse({ k: 3 })).toThrow(/Unrecognized key: \\"k\\"|"k"/);
  });

  it.each([
    ['dense', ['embedder', 'store']],
    ['bm25', ['store']],
    ['hybrid', ['embedder', 'store']],
  ])('open what they need and nothing else: %s', async (name, needed) => {
    const store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
    const asked: string[] = [];
    const note = <T>(what: string, value: T) => {
      asked.push(what);
      return Promise.resolve(value);
    };

    await findEntry(retrievers, name)?.build(
      {},
      { store: () => note('store', store), embedder: () => note('embedder', wordEmbedder({})) },
    );
    await store.close();

    expect(asked).toEqual(needed);
  });
});
