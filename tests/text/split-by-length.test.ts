import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByLength } from '../../src/text/split-by-length.ts';
import { hasShared, readShared, readSharedJsonLines } from '../shared-data.ts';

describe('splitByLength', () => {
  it('counts code points, not UTF-16 units', () => {
    expect(splitByLength('a😀b😀c', 2)).toEqual(['a😀', 'b😀', 'c']);
  });

  it('starts each slice with the end of the one before', () => {
    expect(splitByLength('abcdefgh', 4, { overlap: 2 })).toEqual(['abcd', 'cdef', 'efgh']);
    expect(splitByLength('abcdefghi', 4, { overlap: 1 })).toEqual(['abcd', 'defg', 'ghi']);
    expect(splitByLength('ab', 4, { overlap: 3 })).toEqual(['ab']);
  });

  it('gives no slice for an empty text', () => {
    expect(splitByLength('', 10)).toEqual([]);
  });

  it('loses nothing and repeats only the overlap', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), fc.nat(11), (whole, length, overlap) => {
        fc.pre(overlap < length);
        const [first = '', ...others] = splitByLength(whole, length, { overlap });
        const added = others.map((slice) => Array.from(slice).slice(overlap).join(''));

        expect(first + added.join('')).toBe(whole);
        expect(added).not.toContain('');
      }),
    );
  });

  it('refuses lengths and overlaps that make no slices', () => {
    expect(() => splitByLength('a', 0)).toThrow(new RangeError('slices of 0 code points'));
    expect(() => splitByLength('a', 2, { overlap: 2 })).toThrow(
      new RangeError('overlap of 2 in slices of 2 code points'),
    );
  });

  it.skipIf(!hasShared('data/simple-wiki/chunk-golden.json'))('cuts the shared rows as recorded', () => {
    const golden = JSON.parse(readShared('data/simple-wiki/chunk-golden.json'))['simple-wiki-first1000.jsonl'];
    const rows = readSharedJsonLines<{ set: string[] }>('data/simple-wiki/simple-wiki-first1000.jsonl');

    const chunks = rows.flatMap(({ set }) => splitByLength(set.join(' '), 1024));
    const kept = chunks.filter((chunk) => Array.from(chunk).length > 100);

    expect([chunks.length, kept.length, createHash('sha256').update(kept.join('\n')).digest('hex')]).toEqual([
      golden.chunks_before_filter,
      golden.chunks_longer_than_100,
      golden.sha256_of_kept_joined_by_newline,
    ]);
  });
});
