import type { Chunker, Piece } from '../core/corpus.ts';
import { codePointLength } from '../python/code-points.ts';
import { strip } from '../python/strings.ts';
import { graphemes } from './graphemes.ts';
import { markdownSections, type Section } from './markdown-sections.ts';
import { packUnits } from './pack-units.ts';
import { measured, type Span, type Unit } from './spans.ts';

export interface MarkdownChunkerOptions {
  /** Most code points in a piece. */
  readonly characters: number;
  /** Most code points a piece shares with the one before, where a section is cut. */
  readonly overlap: number;
  /** Puts the headings a piece stands under before its text. */
  readonly prefix: boolean;
}

/**
 * One piece for what stands under each heading, with the path of headings in its metadata as `heading`: `Guide > Install`.
 *
 * A section that is too long is cut between its blocks (paragraphs, lists, blocks of code, …), a block that is too long for one piece at
 * its lines, then at words, then between letters.
 */
export function markdown({ characters, overlap, prefix }: MarkdownChunkerOptions): Chunker {
  return {
    name: 'markdown',
    options: { characters, overlap, prefix },
    split: (text) =>
      markdownSections(text)
        .flatMap((section) => piecesOf(text, section, { characters, overlap, prefix }))
        .map((piece, index) => ({ ...piece, index })),
  };
}

function piecesOf(text: string, section: Section, options: MarkdownChunkerOptions): Omit<Piece, 'index'>[] {
  const { path, outerPath, blocks } = section;
  const prefixes = options.prefix ? [outerPath, path].map((titles) => prefixOf(titles, options.characters)) : ['', ''];
  const room = options.characters - Math.max(...prefixes.map(codePointLength));
  const units = blocks.flatMap((block) => unitsOf(text, block, room, [lines, words, graphemes(room)]));
  const spans = packUnits(units, { most: room, shares: (length) => length <= options.overlap });
  const metadata = path.length === 0 ? {} : { metadata: { heading: path.join(' > ') } };
  return spans
    .map(({ start, end }) => strip(text.slice(start, end)))
    .filter((piece) => piece !== '')
    .map((piece, index) => ({ text: `${prefixes[index === 0 ? 0 : 1] ?? ''}${piece}`, ...metadata }));
}

/** The headings in a line of their own; as many of the lowest as half a piece has room for. */
function prefixOf(titles: readonly string[], characters: number): string {
  for (let first = 0; first < titles.length; first += 1) {
    const prefix = `${titles.slice(first).join(' > ')}\n\n`;
    if (codePointLength(prefix) <= characters / 2) return prefix;
  }
  return '';
}

type Cut = (text: string) => Iterable<string>;

/** The span, or where it has more than `most` code points, its parts after the first of the cuts. */
function unitsOf(text: string, span: Span, most: number, [cut, ...finer]: readonly Cut[]): Unit[] {
  const inside = text.slice(span.start, span.end);
  if (cut === undefined || codePointLength(strip(inside)) <= most) return [measured(text, span)];
  let start = span.start;
  return Array.from(cut(inside)).flatMap((part) => {
    const end = start + part.length;
    const units = unitsOf(text, { start, end }, most, finer);
    start = end;
    return units;
  });
}

const lines: Cut = (text) => text.split(/(?<=\n)/);
const words: Cut = (text) => text.split(/(?<=\s)/);
