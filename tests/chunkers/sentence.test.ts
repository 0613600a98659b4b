import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentence } from '../../src/chunkers/sentence.ts';
import { codePointLength } from '../../src/python/code-points.ts';
import { covers } from './covers.ts';

function textsOf(text: string, options: { characters: number; overlap?: number }) {
  return Array.from(sentence({ overlap: 0, ...options }).split(text), (piece) => piece.text);
}

describe('sentence', () => {
  const text = 'One one. Two two. Three three. Four four.';

  it('groups as many whole sentences as fit', () => {
    expect(textsOf(text, { characters: 20 })).toEqual(['One one. Two two.', 'Three three.', 'Four four.']);
  });

  it('shares whole sentences, as many as asked and as there is room for', () => {
    expect(textsOf(text, { characters: 26, overlap: 1 })).toEqual([
      'One one. Two two.',
      'Two two. Three three.',
      'Three three. Four four.',
    ]);
    expect(textsOf(text, { characters: 20, overlap: 1 })).toEqual(['One one. Two two.', 'Three three.', 'Four four.']);
  });

  it('cuts a long sentence at words, and a long word between letters', () => {
    expect(textsOf('Short. A rather long sentence here.', { characters: 15 })).toEqual([
      'Short.',
      'A rather long',
      'sentence here.',
    ]);
    expect(textsOf('One two. \n\n\nTwo', { characters: 8 })).toEqual(['One two.', 'Two']);
    expect(textsOf('e\u0301'.repeat(3), { characters: 3 })).toEqual(['e\u0301', 'e\u0301', 'e\u0301']);
    expect(textsOf('👩‍👧🇫🇷🇩🇪', { characters: 4 })).toEqual(['👩‍👧', '🇫🇷🇩🇪']);
    expect(textsOf('👩‍👧', { characters: 2 })).toEqual(['👩‍', '👧']);
  });

  it('numbers its pieces and names its options', () => {
    const chunker = sentence({ characters: 20, overlap: 1 });

    expect(Array.from(chunker.split(text)).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect([chunker.name, chunker.options]).toEqual(['sentence', { characters: 20, overlap: 1 }]);
  });

  it('covers any text in order, in pieces no longer than asked, the same each time', () => {
    const parts = fc.array(
      fc.constantFrom('Mr', 'word', 'Word', '.', '. ', '。', ' ', '\n\n', '- ', '👩‍👧', 'longestword'),
    );
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 20 }), fc.nat(3), (atoms, characters, overlap) => {
        const whole = atoms.join('');
        const chunker = sentence({ characters, overlap });
        const pieces = Array.from(chunker.split(whole));

        expect(pieces.every((piece) => codePointLength(piece.text) <= characters)).toBe(true);
        expect(covers(whole, pieces)).toBe(true);
        expect(Array.from(chunker.split(whole))).toEqual(pieces);
      }),
    );
  });
});
