import { expect, it } from 'vitest';
import { rowSettings } from '../../src/pipelines/row-settings.ts';

it('rowSettings are those that decide what a row holds, wherever it is made', () => {
  const settings = {
    artifact: 'a.json',
    'dataset.dev': 20,
    'evaluation.concurrency': 8,
    'evaluation.metrics': ['/home/me/mine.mjs', { use: 'C:\\work\\other.js', k: 3 }],
    'evaluation.repeat': 2,
    'languageModel.baseUrl': 'http://127.0.0.1:8080/v1',
    'languageModel.model': 'org/model.js.v2',
    'languageModel.timeoutSeconds': 9,
    'metric.module': 'd1',
    'metric.use': '/home/me/mine.mjs',
    'program.k': 3,
  };

  expect(rowSettings({ settings })).toEqual({
    'evaluation.metrics': ['mine.mjs', { use: 'other.js', k: 3 }],
    'evaluation.repeat': 2,
    'languageModel.model': 'org/model.js.v2',
    'metric.module': 'd1',
    'metric.use': 'mine.mjs',
    'program.k': 3,
  });
});
