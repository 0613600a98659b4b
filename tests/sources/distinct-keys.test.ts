import { describe, expect, it } from 'vitest';
import { withDistinctKeys } from '../../src/sources/distinct-keys.ts';

function keysOf(...files: readonly (readonly [path: string, key: string])[]): string[] {
  const kind = { format: 'md', packing: null } as const;
  return withDistinctKeys(files.map(([path, key]) => ({ path, key, name: path, ...kind }))).map(({ key }) => key);
}

describe('withDistinctKeys', () => {
  it('puts the folder before keys that two files share, and leaves the others alone', () => {
    expect(
      keysOf(['/w/one/README.md', 'README.md'], ['/w/one/a.md', 'a.md'], ['/w/two/README.md', 'README.md']),
    ).toEqual(['one/README.md', 'a.md', 'two/README.md']);
    expect(keysOf(['/w/one/deep/a.md', 'deep/a.md'], ['/w/two/deep/a.md', 'deep/a.md'])).toEqual([
      'one/deep/a.md',
      'two/deep/a.md',
    ]);
  });

  it('knows that a file given twice is one', () => {
    expect(keysOf(['/w/a.md', 'a.md'], ['/w/a.md', 'a.md'])).toEqual(['a.md', 'a.md']);
  });

  it('leaves files of the root and standard input as they are', () => {
    expect(keysOf(['/a.md', 'a.md'], ['/w/a.md', 'a.md'], ['/tmp/x/standard-input', '-'])).toEqual([
      'a.md',
      'w/a.md',
      '-',
    ]);
  });
});
