import type { Chunker } from '../core/corpus.ts';
import { codePointLength } from '../python/code-points.ts';
import { splitByLength } from '../text/split-by-length.ts';

export interface FixedLengthOptions {
  /** Code points in a piece. */
  readonly characters: number;
  /** Code points a piece shares with the one before; fewer than `characters`. */
  readonly overlap: number;
  /** A piece is kept when it is longer than this many code points. */
  readonly minCharacters: number;
}

/** Cuts text into pieces of a fixed number of characters, wherever that is, and drops the short ones. */
export function fixedLength({ characters, overlap, minCharacters }: FixedLengthOptions): Chunker {
  return {
    name: 'fixed-length',
    options: { characters, overlap, minCharacters },
    split: (text) =>
      splitByLength(text, characters, { overlap })
        .map((piece, index) => ({ text: piece, index }))
        .filter((piece) => codePointLength(piece.text) > minCharacters),
  };
}
