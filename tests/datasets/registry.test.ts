import { describe, expect, it } from 'vitest';
import { findEntry } from '../../src/core/registry.ts';
import { datasets } from '../../src/datasets/registry.ts';

const needs = { resolvePath: (path: string) => `/configs/${path}` };

function build(name: string, options: unknown) {
  return findEntry(datasets, name)?.build(options, needs);
}

describe('datasets', () => {
  it('have HotPotQA under the name of its DSPy class too', async () => {
    expect((await build('HotPotQA', {}))?.locations.map((location) => location.type)).toEqual(['hub']);
  });

  it('have questions in files, found from the config file', async () => {
    const dataset = await build('question-answer', { trainRows: 'offline/train.jsonl', devRows: ['a.csv', 'b.csv'] });

    expect(dataset?.locations).toEqual([
      { type: 'files', paths: ['/configs/offline/train.jsonl'], columns: null, limit: null },
      { type: 'files', paths: ['/configs/a.csv', '/configs/b.csv'], columns: null, limit: null },
    ]);
  });

  it('measure on the validation split of the hub unless told otherwise', async () => {
    const dataset = await build('question-answer', { devRows: { repository: 'o/n' } });

    expect(dataset?.locations).toMatchObject([{ files: { config: 'default', split: 'validation' } }]);
  });

  it('have questions of the hub', async () => {
    const dataset = await build('question-answer', {
      trainRows: { repository: 'o/n', config: 'plain' },
      devRows: { repository: 'o/n', file: 'dev.jsonl', revision: 'v1' },
    });

    expect(dataset?.locations).toEqual([
      {
        type: 'hub',
        repository: 'o/n',
        revision: 'main',
        files: { config: 'plain', split: 'train' },
        columns: null,
        limit: null,
      },
      { type: 'hub', repository: 'o/n', revision: 'v1', files: { path: 'dev.jsonl' }, columns: null, limit: null },
    ]);
  });

  it.each([
    ['hotpotqa', { config: 'full' }],
    ['question-answer', {}],
    ['question-answer', { trainRows: [] }],
    ['question-answer', { trainRows: 'a.jsonl', questions: ['question'] }],
  ])('refuse %s with %j', async (name, options) => {
    await expect(build(name, options)).rejects.toThrow();
  });
});
