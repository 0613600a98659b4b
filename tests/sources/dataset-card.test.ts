import { describe, expect, it } from 'vitest';
import { cardPatterns } from '../../src/sources/dataset-card.ts';

const card = `---
license: mit
configs:
- config_name: distractor
  data_files:
  - split: train
    path: distractor/train-*
- config_name: fullwiki
  default: true
  data_files:
  - split: train
    path:
    - fullwiki/train-*
    - more/*.parquet
  - split: test
    path: fullwiki/test-*
- config_name: one
  data_files: one.parquet
- config_name: several
  data_files: [a.parquet, b.parquet]
---
# A card

---
configs: not these
`;

describe('cardPatterns', () => {
  it.each([
    ['distractor', 'train', ['distractor/train-*']],
    ['fullwiki', 'train', ['fullwiki/train-*', 'more/*.parquet']],
    ['fullwiki', 'validation', null],
    ['one', 'train', ['one.parquet']],
    ['several', 'train', ['a.parquet', 'b.parquet']],
    ['several', 'test', null],
    ['none', 'train', null],
  ])('gives the files of %s, %s', (config, split, expected) => {
    expect(cardPatterns(card, config, split)).toEqual(expected);
    expect(cardPatterns(card.replaceAll('\n', '\r\n'), config, split)).toEqual(expected);
  });

  it.each([
    ['', 'nothing'],
    ['# Title\n---\nconfigs: []\n---\n', 'a rule below text'],
    ['---\nlicense: mit\n---\n', 'no configurations'],
    ['---\nconfigs: [\n---\n', 'damaged YAML'],
    ['---\nconfigs:\n- config_name: train\n  data_dir: x\n---\n', 'a folder instead of files'],
    [
      '---\na: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n---\n',
      'a bomb',
    ],
  ])('gives null for %j: %s', (text) => {
    expect(cardPatterns(text, 'train', 'train')).toBeNull();
  });
});
