import { describe, expect, it } from 'vitest';
import { findEntry } from '../../src/core/registry.ts';
import { corpora } from '../../src/corpora/registry.ts';

const needs = { resolvePath: (path: string) => `/configs/${path}` };

function build(name: string, options: unknown) {
  return findEntry(corpora, name)?.build(options, needs);
}

describe('corpora', () => {
  it('have Simple Wikipedia with a limit', async () => {
    expect((await build('simple-wiki', { limit: 1000 }))?.location.limit).toBe(1000);
    expect((await build('simple-wiki', {}))?.location.limit).toBeNull();
  });

  it('have files, found from the config file', async () => {
    const corpus = await build('files', { paths: ['offline/corpus.jsonl'], text: 'text', title: 'title', id: 'id' });

    expect(corpus?.location).toEqual({
      type: 'files',
      paths: ['/configs/offline/corpus.jsonl'],
      columns: ['id', 'text', 'title'],
      limit: null,
    });
    expect(corpus?.document({ fields: { id: 'a', title: 'T', text: 'x' }, origin: 'corpus.jsonl:1' }, 0)).toEqual({
      id: 'a',
      text: 'x',
      metadata: { title: 'T' },
    });
  });

  it('have any data set of the hub: one file, or the parquet files of a split', async () => {
    const one = await build('hub', { repository: 'owner/name', file: 'a.jsonl', revision: 'v1', limit: 5 });
    const split = await build('hub', { repository: 'owner/name', id: 'id' });

    expect(one?.location).toEqual({
      type: 'hub',
      repository: 'owner/name',
      revision: 'v1',
      files: { path: 'a.jsonl' },
      columns: null,
      limit: 5,
    });
    expect(split?.location).toEqual({
      type: 'hub',
      repository: 'owner/name',
      revision: 'main',
      files: { config: 'default', split: 'train' },
      columns: ['id', 'text'],
      limit: null,
    });
  });

  it.each([
    ['simple-wiki', { limit: 0 }],
    ['simple-wiki', { limits: 5 }],
    ['files', {}],
    ['files', { paths: [] }],
    ['hub', { file: 'a.jsonl' }],
  ])('refuse %s with %j', async (name, options) => {
    await expect(build(name, options)).rejects.toThrow();
  });
});
