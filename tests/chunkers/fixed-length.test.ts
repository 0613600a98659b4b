import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedLength } from '../../src/chunkers/fixed-length.ts';
import { hasShared, readShared, readSharedJsonLines } from '../shared-data.ts';

const tutorial = { characters: 1024, overlap: 0, minCharacters: 100 };

function piecesOf(text: string, options: Partial<typeof tutorial> = {}) {
  return Array.from(fixedLength({ ...tutorial, ...options }).split(text));
}

describe('fixedLength', () => {
  it('names itself and its options', () => {
    const { name, options } = fixedLength(tutorial);

    expect({ name, options }).toEqual({
      name: 'fixed-length',
      options: { characters: 1024, overlap: 0, minCharacters: 100 },
    });
  });

  it('drops pieces of exactly the shortest length and keeps longer ones', () => {
    expect(piecesOf('a'.repeat(100))).toEqual([]);
    expect(piecesOf('a'.repeat(101))).toEqual([{ text: 'a'.repeat(101), index: 0 }]);
    expect(piecesOf('')).toEqual([]);
    expect(piecesOf('a', { minCharacters: 0 })).toEqual([{ text: 'a', index: 0 }]);
  });

  it('cuts after 1024 characters, and drops a short rest', () => {
    const lengths = [1024, 1124, 1125, 2049].map((length) =>
      piecesOf('a'.repeat(length)).map(({ text }) => text.length),
    );

    expect(lengths).toEqual([[1024], [1024], [1024, 101], [1024, 1024]]);
  });

  it('counts code points, so that no character is cut in two', () => {
    const [first, second] = piecesOf('𝒳'.repeat(1024 + 101));

    expect(first?.text).toBe('𝒳'.repeat(1024));
    expect(second).toEqual({ text: '𝒳'.repeat(101), index: 1 });
    expect(piecesOf('𝒳'.repeat(100))).toEqual([]);
  });

  it('counts the pieces it drops', () => {
    expect(piecesOf('aaaabb', { characters: 4, minCharacters: 2 })).toEqual([{ text: 'aaaa', index: 0 }]);
    expect(piecesOf('aabbb', { characters: 2, overlap: 1, minCharacters: 1 }).map(({ index }) => index)).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it('gives the whole text back when nothing is dropped or shared', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (text, characters) => {
        const pieces = piecesOf(text, { characters, minCharacters: 0 });

        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});

describe.skipIf(!hasShared('data/simple-wiki/chunk-golden.json'))('fixedLength on Simple Wikipedia', () => {
  const golden = hasShared('data/simple-wiki/chunk-golden.json')
    ? JSON.parse(readShared('data/simple-wiki/chunk-golden.json'))
    : {};

  it.each([
    ['simple-wiki-first1000.jsonl', 'data/simple-wiki/simple-wiki-first1000.jsonl'],
    [
      'SimpleWiki_processed.jsonl.gz (all 3000)',
      'data/hub-mirror/embedding-data/simple-wiki/SimpleWiki_processed.jsonl.gz',
    ],
  ])('keeps the chunks of %s that Python keeps', (name, path) => {
    const rows = readSharedJsonLines<{ set: string[] }>(path);

    const kept = rows.flatMap(({ set }) => piecesOf(set.join(' ')).map(({ text }) => text));

    expect(kept.length).toBe(golden[name].chunks_longer_than_100);
    expect(createHash('sha256').update(kept.join('\n')).digest('hex')).toBe(
      golden[name].sha256_of_kept_joined_by_newline,
    );
  });
});
