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
    expect(retrievers.entries.map(({ name, aliases }) => [name, ...aliases])).toEqual([['dense'], ['bm25', 'text']]);
  });

  it('fill in the field that holds the text', () => {
    expect(findEntry(retrievers, 'dense')?.options.parse({})).toEqual({ textField: 'text' });
  });

  it('refuse an option they do not know', () => {
    expect(() => findEntry(retrievers, 'text')?.options.parse({ k: 3 })).toThrow(/Unrecognized key: \\"k\\"|"k"/);
  });

  it.each([
    ['dense', ['embedder', 'store']],
    ['bm25', ['store']],
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
