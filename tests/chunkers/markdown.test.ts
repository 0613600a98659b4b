import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarkdownChunkerOptions, markdown } from '../../src/chunkers/markdown.ts';
import { codePointLength } from '../../src/python/code-points.ts';
import { covers } from './covers.ts';

const TEXT = '# Guide\nHello.\n\n## Install\n\nRun it.\n\n```sh\n# make\nmake all\n```\n\nDone, and well done.\n';

function piecesOf(text: string, options: Partial<MarkdownChunkerOptions> = {}) {
  return Array.from(markdown({ characters: 100, overlap: 0, prefix: false, ...options }).split(text));
}

describe('markdown', () => {
  it('gives a piece for each heading, with the path to it', () => {
    expect(piecesOf(`Before.\n${TEXT}`)).toEqual([
      { text: 'Before.', index: 0 },
      { text: '# Guide\nHello.', index: 1, metadata: { heading: 'Guide' } },
      {
        text: '## Install\n\nRun it.\n\n```sh\n# make\nmake all\n```\n\nDone, and well done.',
        index: 2,
        metadata: { heading: 'Guide > Install' },
      },
    ]);
  });

  it('cuts a long section between its blocks', () => {
    expect(piecesOf(TEXT, { characters: 40 }).map(({ text, metadata }) => [metadata?.heading, text])).toEqual([
      ['Guide', '# Guide\nHello.'],
      ['Guide > Install', '## Install\n\nRun it.'],
      ['Guide > Install', '```sh\n# make\nmake all\n```'],
      ['Guide > Install', 'Done, and well done.'],
    ]);
  });

  it('shares blocks of a long section, as far as asked', () => {
    const text = '# A\n\nOne one.\n\nTwo two.\n\nThree.';

    expect(piecesOf(text, { characters: 20, overlap: 10 }).map((piece) => piece.text)).toEqual([
      '# A\n\nOne one.',
      'One one.\n\nTwo two.',
      'Two two.\n\nThree.',
    ]);
  });

  it('puts the headings before a piece that does not have them', () => {
    expect(piecesOf(TEXT, { characters: 45, prefix: true }).map((piece) => piece.text)).toEqual([
      '# Guide\nHello.',
      'Guide\n\n## Install\n\nRun it.',
      'Guide > Install\n\n```sh\n# make\nmake all\n```',
      'Guide > Install\n\nDone, and well done.',
    ]);
  });

  it('leaves out the higher headings where a piece has no room for all', () => {
    const text = '# A very long heading\n## Short\nOne two three four.';

    expect(piecesOf(text, { characters: 20, prefix: true }).map((piece) => piece.text)).toEqual([
      '# A very',
      'Short\n\nlong heading',
      'Short\n\n## Short\nOne',
      'Short\n\ntwo three',
      'Short\n\nfour.',
    ]);
  });

  it('cuts a block that is too long at its lines, then at words, then between letters', () => {
    const text =
      '# A\n```\nfirst line\nsecond line\n```\n\nWord word word word. e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301';

    expect(piecesOf(text, { characters: 13 }).map((piece) => piece.text)).toEqual([
      '# A\n```',
      'first line',
      'second line',
      '```\n\nWord',
      'word word',
      'word. e\u0301e\u0301e\u0301',
      'e\u0301e\u0301e\u0301e\u0301',
    ]);
  });

  it('names its options', () => {
    const { name, options } = markdown({ characters: 100, overlap: 10, prefix: true });

    expect([name, options]).toEqual(['markdown', { characters: 100, overlap: 10, prefix: true }]);
  });

  const atoms = fc.array(fc.constantFrom('# ', '\n## ', 'Word', ' ', '\n', '\n\n', '\n```\n', '👩‍👧', 'averylongword'));

  it('covers any text in order, in pieces no longer than asked, the same each time', () => {
    fc.assert(
      fc.property(atoms, fc.integer({ min: 1, max: 20 }), fc.nat(19), (parts, characters, share) => {
        const text = parts.join('');
        const options = { characters, overlap: share % characters };
        const pieces = piecesOf(text, options);

        expect(pieces.every((piece) => codePointLength(piece.text) <= characters)).toBe(true);
        expect(covers(text, pieces)).toBe(true);
        expect(piecesOf(text, options)).toEqual(pieces);
      }),
    );
  });

  it('keeps to the length with headings in front', () => {
    fc.assert(
      fc.property(atoms, fc.integer({ min: 1, max: 20 }), (parts, characters) => {
        const lengths = piecesOf(parts.join(''), { characters, prefix: true }).map(({ text }) => codePointLength(text));

        expect(lengths.every((length) => length <= characters)).toBe(true);
      }),
    );
  });
});
