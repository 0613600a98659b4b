import type { Chunker } from '../core/corpus.ts';
import { codePointLength } from '../python/code-points.ts';
import { strip } from '../python/strings.ts';
import { graphemes } from './graphemes.ts';
import { packUnits } from './pack-units.ts';
import { recursiveSpans } from './recursive-spans.ts';
import { sentenceSpans } from './sentence-spans.ts';
import { measured, type Span, trimmedPieces, type Unit } from './spans.ts';

export interface SentenceChunkerOptions {
  /** Most code points in a piece. */
  readonly characters: number;
  /** Sentences a piece shares with the one before, as far as there is room for them. */
  readonly overlap: number;
}

/**
 * Groups of whole sentences, as many as fit; a sentence longer than `characters` is cut at its lines, then at words, then between
 * letters. `sentenceSpans` says what a sentence is.
 */
export function sentence({ characters, overlap }: SentenceChunkerOptions): Chunker {
  return {
    name: 'sentence',
    options: { characters, overlap },
    split: (text) => {
      const units = sentenceSpans(text).flatMap((span) => unitsOf(text, span, characters));
      return trimmedPieces(text, packUnits(units, { most: characters, shares: (_length, count) => count <= overlap }));
    },
  };
}

/** The sentence, or its parts where it is too long even without the white space behind it. */
function unitsOf(text: string, span: Span, characters: number): Unit[] {
  const isShort = codePointLength(strip(text.slice(span.start, span.end))) <= characters;
  const options = { characters, overlap: 0, separators: ['\n', ' ', ''], letters: graphemes(characters) };
  const parts = isShort ? [span] : recursiveSpans(text, span, options);
  return parts.map((part) => measured(text, part));
}
