import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recursive } from '../../src/chunkers/recursive.ts';
import { codePointLength } from '../../src/python/code-points.ts';
import { covers } from './covers.ts';

interface Case {
  readonly text: string;
  readonly options: { readonly characters: number; readonly overlap: number; readonly separators: readonly string[] };
  readonly pieces: readonly string[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../fixtures/langchain-recursive/cases.json', import.meta.url), 'utf8'),
);
const DEFAULT = ['\n\n', '\n', ' ', ''];

describe('recursive', () => {
  it(`cuts ${cases.length} texts as LangChain's splitter does`, () => {
    const differing = cases.filter(({ text, options, pieces }) => {
      const ours = Array.from(recursive(options).split(text), (piece) => piece.text);
      return JSON.stringify(ours) !== JSON.stringify(pieces);
    });

    expect(differing).toEqual([]);
  });

  it('numbers its pieces and names its options', () => {
    const chunker = recursive({ characters: 12, overlap: 0, separators: DEFAULT });

    expect(Array.from(chunker.split('One two.\n\nThree four five.'))).toEqual([
      { text: 'One two.', index: 0 },
      { text: 'Three four', index: 1 },
      { text: 'five.', index: 2 },
    ]);
    expect([chunker.name, chunker.options]).toEqual([
      'recursive',
      { characters: 12, overlap: 0, separators: ['\n\n', '\n', ' ', ''] },
    ]);
  });

  it('covers any text in order, in pieces no longer than asked, the same each time', () => {
    const words = fc.array(fc.constantFrom('a', 'bcd', ' ', '\n', '\n\n', '𝒳', 'longword'), { maxLength: 60 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 12 }), fc.nat(20), (parts, characters, share) => {
        const text = parts.join('');
        const chunker = recursive({ characters, overlap: share % characters, separators: DEFAULT });
        const pieces = Array.from(chunker.split(text));

        expect(pieces.every((piece) => codePointLength(piece.text) <= characters)).toBe(true);
        expect(covers(text, pieces)).toBe(true);
        expect(Array.from(chunker.split(text))).toEqual(pieces);
      }),
    );
  });
});
