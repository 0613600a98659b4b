import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { token } from '../../src/chunkers/token.ts';
import { codePointLength } from '../../src/python/code-points.ts';
import { covers } from './covers.ts';
import { TOKENIZERS, tokenCases, tokenizerOf } from './recorded-tokenizer.ts';

/** A token for every two letters of a word. */
const pairs = {
  digest: 'pairs',
  count: (text: string) => (text.match(/\S{1,2}/gu) ?? []).length,
};

function textsOf(text: string, tokens: number, overlap = 0) {
  return Array.from(token({ tokenizer: pairs, tokens, overlap }).split(text), (piece) => piece.text);
}

describe('token', () => {
  it('takes whole words, as many as fit', () => {
    expect(textsOf(' aa bbbb\n\ncc dddd ee ', 3)).toEqual(['aa bbbb', 'cc dddd', 'ee']);
  });

  it('shares whole words, as many tokens as asked at most', () => {
    expect(textsOf('aa bb cc dd ee', 3, 1)).toEqual(['aa bb cc', 'cc dd ee']);
    expect(textsOf('aa bbbb cc dd ee', 3, 1)).toEqual(['aa bbbb', 'cc dd ee']);
    expect(textsOf('aa bb cc dddddd', 3, 2)).toEqual(['aa bb cc', 'dddddd']);
  });

  it('cuts a word of too many tokens between letters', () => {
    expect(textsOf('aa bbbbbbbb cc', 3)).toEqual(['aa bbb', 'bbbbb', 'cc']);
    expect(textsOf('e\u0301'.repeat(4), 3)).toEqual(['e\u0301e\u0301e\u0301', 'e\u0301']);
  });

  it('takes no more than 20 characters a token, whatever the tokenizer knows', () => {
    const unknown = { digest: 'unknown', count: (text: string) => (text === '' ? 0 : 1) };
    const pieces = Array.from(token({ tokenizer: unknown, tokens: 16, overlap: 0 }).split('x'.repeat(5000)));

    expect(pieces.map((piece) => piece.text.length)).toEqual([...Array(15).fill(320), 200]);
  });

  it('names its options, and the tokenizer by its content', () => {
    const { name, options } = token({ tokenizer: pairs, tokens: 10, overlap: 2 });

    expect([name, options]).toEqual(['token', { tokenizer: 'pairs', tokens: 10, overlap: 2 }]);
  });

  it.each(TOKENIZERS)('with %s: keeps to the limit, covers the text, and is the same each time', async (name) => {
    const tokenizer = await tokenizerOf(name);
    const text = tokenCases(name)
      .slice(0, 20)
      .map((one) => one.text)
      .join('\n');

    for (const [tokens, overlap] of [
      [16, 0],
      [40, 10],
      [200, 50],
    ] as const) {
      const chunker = token({ tokenizer, tokens, overlap });
      const pieces = Array.from(chunker.split(text));

      expect(pieces.every((piece) => tokenizer.count(piece.text) <= tokens)).toBe(true);
      expect(covers(text, pieces)).toBe(true);
      expect(Array.from(chunker.split(text))).toEqual(pieces);
    }
  });

  it.each(TOKENIZERS)('with %s: cuts where Python sees tokens begin', async (name) => {
    const tokenizer = await tokenizerOf(name);
    const passages = tokenCases(name).filter(({ text }) => /^[A-Z][\x20-\x7e]{200,}$/.test(text));
    expect(passages.length).toBeGreaterThan(5);

    for (const { text, offsets } of passages) {
      const begins = new Set(
        offsets.map(([start, end]) => start + (/^\s*/.exec(text.slice(start, end))?.[0].length ?? 0)),
      );
      const pieces = Array.from(token({ tokenizer, tokens: 32, overlap: 0 }).split(text), (piece) => piece.text);
      let from = 0;
      for (const piece of pieces) {
        const at = text.indexOf(piece, from);
        expect(begins).toContain(codePointLength(text.slice(0, at)));
        from = at + piece.length;
      }
    }
  });

  it('covers any text in order, in pieces of no more tokens than asked', () => {
    const atoms = fc.array(fc.constantFrom('a', 'bbb', ' ', '\n', '👩‍👧', 'ccccccccccc', 'e\u0301'));
    fc.assert(
      fc.property(atoms, fc.integer({ min: 3, max: 9 }), fc.nat(8), (parts, tokens, share) => {
        const text = parts.join('');
        const pieces = Array.from(token({ tokenizer: pairs, tokens, overlap: share % tokens }).split(text));

        expect(pieces.every((piece) => pairs.count(piece.text) <= tokens)).toBe(true);
        expect(covers(text, pieces)).toBe(true);
      }),
    );
  });
});
