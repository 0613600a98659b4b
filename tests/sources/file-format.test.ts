import { describe, expect, it } from 'vitest';
import { isReadable, kindOf } from '../../src/sources/file-format.ts';

describe('isReadable', () => {
  it('goes by the ending, in any case', () => {
    const names = [
      'a.jsonl',
      'a.JSONL.GZ',
      'a.parquet',
      'a.parquet.gz',
      'a.htm',
      'a.docx',
      'jsonl',
      'a.constructor',
      'a.gz',
    ];

    expect(names.map(isReadable)).toEqual([true, true, true, false, true, false, false, false, false]);
  });
});

describe('kindOf', () => {
  it.each([
    ['a.jsonl', null, { format: 'jsonl', packing: null }],
    ['a/b.CSV.zst', null, { format: 'csv', packing: 'zstd' }],
    ['a.md.gz', null, { format: 'md', packing: 'gzip' }],
    ['a.pdf.gz', null, { format: null, packing: 'gzip' }],
    ['a', 'jsonl', { format: 'jsonl', packing: null }],
    ['a.txt', 'csv', { format: 'csv', packing: null }],
    ['a.gz', 'jsonl', { format: 'jsonl', packing: 'gzip' }],
    ['a.gz', 'parquet', { format: null, packing: 'gzip' }],
  ] as const)('knows %s, given %s', (name, given, kind) => {
    expect(kindOf(name, given)).toEqual(kind);
  });
});
