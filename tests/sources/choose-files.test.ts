import { describe, expect, it } from 'vitest';
import { chooseFiles, missingShards } from '../../src/sources/choose-files.ts';

describe('chooseFiles', () => {
  it.each([
    [
      'a folder per configuration, in name order',
      [
        'README.md',
        'fullwiki/train-00001-of-00002.parquet',
        'fullwiki/train-00000-of-00002.parquet',
        'fullwiki/test-00000-of-00001.parquet',
      ],
      'fullwiki',
      ['fullwiki/train-00000-of-00002.parquet', 'fullwiki/train-00001-of-00002.parquet'],
    ],
    ['a file per split', ['plain/train.parquet', 'plain/training-notes.parquet'], 'plain', ['plain/train.parquet']],
    [
      'a folder per split',
      ['plain/train/0001.parquet', 'plain/train/0000.parquet'],
      'plain',
      ['plain/train/0000.parquet', 'plain/train/0001.parquet'],
    ],
    ['the default below data', ['data/train-00000-of-00001.parquet'], 'default', ['data/train-00000-of-00001.parquet']],
    ['the default at the top', ['train.parquet', 'test.parquet'], 'default', ['train.parquet']],
    ['nothing of another configuration', ['distractor/train-00000-of-00001.parquet', 'train.parquet'], 'fullwiki', []],
    ['nothing but parquet', ['fullwiki/train-0.json', 'fullwiki/train.jsonl'], 'fullwiki', []],
  ])('finds %s', (_, paths, config, expected) => {
    expect(chooseFiles(paths, { config, split: 'train' }, null)).toEqual(expected);
  });

  it('goes by the card where it names the split, and by the usual places where it does not', () => {
    const card = '---\nconfigs:\n- config_name: fullwiki\n  data_files:\n  - split: train\n    path: v2/*\n---\n';
    const paths = ['fullwiki/train-0.parquet', 'fullwiki/test-0.parquet', 'v2/b.parquet', 'v2/a.parquet', 'v2/a.json'];

    expect(chooseFiles(paths, { config: 'fullwiki', split: 'train' }, card)).toEqual(['v2/a.parquet', 'v2/b.parquet']);
    expect(chooseFiles(paths, { config: 'fullwiki', split: 'test' }, card)).toEqual(['fullwiki/test-0.parquet']);
  });
});

describe('missingShards', () => {
  it('names the shards that are not there', () => {
    expect(missingShards(['a/train-00001-of-00003.parquet', 'a/other.parquet'])).toEqual([
      'a/train-00000-of-00003.parquet',
      'a/train-00002-of-00003.parquet',
    ]);
    expect(missingShards(['a/train-0-of-2.parquet', 'a/train-1-of-2.parquet'])).toEqual([]);
  });
});
