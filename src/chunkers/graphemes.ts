import { codePointLength } from '../python/code-points.ts';

/**
 * Cuts a text into what readers take for single letters, whatever these are made of: no flag, no accented letter and no family is cut
 * in two, unless it has more than `most` code points.
 *
 * Unicode adds to this rule now and then, and Node with it; nothing else about chunks depends on the version of Node.
 */
export function graphemes(most: number): (text: string) => string[] {
  return (text) =>
    Array.from(SEGMENTER.segment(text)).flatMap(({ segment }) =>
      codePointLength(segment) > most ? Array.from(segment) : [segment],
    );
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });
