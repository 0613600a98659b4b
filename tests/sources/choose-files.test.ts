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
    ['lines of JSON, packed or not', ['README.md', 'train.jsonl.gz', 'test.jsonl.gz'], 'default', ['train.jsonl.gz']],
    ['CSV', ['data/train_0.csv', 'data/train_1.csv.zst'], 'default', ['data/train_0.csv', 'data/train_1.csv.zst']],
    ['the best of several formats', ['a/train.csv', 'a/train.jsonl', 'a/train.parquet'], 'a', ['a/train.parquet']],
    ['nothing that holds no rows', ['a/train.md', 'a/train.txt', 'a/train.py'], 'a', []],
    [
      'all there is when no name speaks of a split',
      ['README.md', 'dataset_infos.json', 'SimpleWiki_processed.jsonl.gz'],
      'default',
      ['SimpleWiki_processed.jsonl.gz'],
    ],
    ['no other split', ['test.jsonl', 'rows.jsonl'], 'default', []],
    ['nothing of any name for a named configuration', ['rows.jsonl'], 'fullwiki', []],
  ])('finds %s', (_, paths, config, expected) => {
    expect(chooseFiles(paths, { config, split: 'train' }, null)).toEqual(expected);
  });

  it('goes by the card where it names the split, and by the usual places where it does not', () => {
    const card = '---\nconfigs:\n- config_name: fullwiki\n  data_files:\n  - split: train\n    path: v2/*\n---\n';
    const paths = ['fullwiki/train-0.parquet', 'fullwiki/test-0.parquet', 'v2/b.parquet', 'v2/a.parquet', 'v2/a.json'];

    expect(chooseFiles(paths, { config: 'fullwiki', split: 'train' }, card)).toEqual(['v2/a.parquet', 'v2/b.parquet']);
    expect(chooseFiles(paths, { config: 'fullwiki', split: 'test' }, card)).toEqual(['fullwiki/test-0.parquet']);
  });

  it('takes no description of a data set for its rows', () => {
    const paths = ['rows.json', 'dataset_infos.json', 'metadata.json'];

    expect(chooseFiles(paths, { config: 'default', split: 'train' }, null)).toEqual(['rows.json']);
  });

  it('takes files of any data format that the card names', () => {
    const card = '---\nconfigs:\n- config_name: en\n  data_files: "*.jsonl.gz"\n---\n';

    expect(chooseFiles(['b.jsonl.gz', 'a.jsonl.gz', 'c.jsonl'], { config: 'en', split: 'train' }, card)).toEqual([
      'a.jsonl.gz',
      'b.jsonl.gz',
    ]);
  });
});

describe('missingShards', () => {
  it('names the shards that are not there', () => {
    expect(missingShards(['a/train-00001-of-00003.parquet', 'a/other.parquet'])).toEqual([
      'a/train-00000-of-00003.parquet',
      'a/train-00002-of-00003.parquet',
    ]);
    expect(missingShards(['train-1-of-2.jsonl.gz'])).toEqual(['train-0-of-2.jsonl.gz']);
    expect(missingShards(['a/train-0-of-2.parquet', 'a/train-1-of-2.parquet'])).toEqual([]);
  });
});
