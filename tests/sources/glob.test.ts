import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globRoot, isGlob, matchesGlob } from '../../src/sources/glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['fullwiki/train-00000-of-00002.parquet', 'fullwiki/train-*', true],
    ['fullwiki/train-00000-of-00002.parquet', '*/train-*-of-*.parquet', true],
    ['fullwiki/train.parquet', 'fullwiki/train-*', false],
    ['a/b/c.txt', 'a/*.txt', false],
    ['a/c.txt', 'a/**/*.txt', true],
    ['a/b/b/c.txt', 'a/**/b/*.txt', true],
    ['a/b/c/d.txt', '**', true],
    ['notes/1.md', 'notes/?.md', true],
    ['notes/12.md', 'notes/?.md', false],
    ['notes/𝒳.md', 'notes/?.md', true],
    ['data.csv', 'data.csv', true],
    ['dataxcsv', 'data.csv', false],
    ['a', '', false],
  ])('%s fits %s: %s', (path, pattern, expected) => {
    expect(matchesGlob(path, pattern)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), text, (name, pattern) => {
        const asExpression = pattern.replaceAll('?', '.').replaceAll('*', '.*').replaceAll('.**', '.*');

        // Two stars alone stand for folders, of which there are none here.
        expect(matchesGlob(name, pattern)).toBe(new RegExp(`^${asExpression}$`).test(name));
      }),
    );
  });

  it('takes no longer for patterns made to be slow', () => {
    const startedAt = performance.now();

    expect(matchesGlob('a'.repeat(5000), `${'*a'.repeat(500)}*b`)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe('isGlob', () => {
  it('sees stars and question marks', () => {
    expect(['a/b.txt', 'a/*.txt', 'a/?.txt'].map(isGlob)).toEqual([false, true, true]);
  });
});

describe('globRoot', () => {
  it('is the folder before the first wildcard', () => {
    expect(['/data/*.txt', '/data/x/**/y?.md', '*.txt', '/*.txt'].map(globRoot)).toEqual(['/data', '/data/x', '', '']);
  });
});
