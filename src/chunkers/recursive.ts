import type { Chunker } from '../core/corpus.ts';
import { strip } from '../python/strings.ts';
import { recursiveSpans } from './recursive-spans.ts';

export interface RecursiveChunkerOptions {
  /** Most code points in a piece. */
  readonly characters: number;
  /** Most code points a piece shares with the one before; fewer than `characters`. */
  readonly overlap: number;
  readonly separators: readonly string[];
}

/**
 * Cuts text at paragraphs, where these are too long at lines, then at words, then anywhere, and joins neighbours up to `characters`.
 *
 * The pieces are those of langchain-text-splitters 1.1.3, character.py, RecursiveCharacterTextSplitter with its other settings left
 * alone: separators stay with what follows them, lengths are code points, white space around a piece is cut off. As there, a piece
 * that no separator cuts stays whole and as it is.
 */
export function recursive({ characters, overlap, separators }: RecursiveChunkerOptions): Chunker {
  return {
    name: 'recursive',
    options: { characters, overlap, separators },
    split: (text) =>
      recursiveSpans(text, { start: 0, end: text.length }, { characters, overlap, separators, letters: Array.from })
        .map(({ start, end, isWhole }) => (isWhole ? text.slice(start, end) : strip(text.slice(start, end))))
        .filter((piece) => piece !== '')
        .map((piece, index) => ({ text: piece, index })),
  };
}
