import { codePointLength } from '../python/code-points.ts';

/**
 * Cuts a text into what readers take for single letters, whatever these are made of: no flag, no accented letter and no family is cut
 * in two, unless it has more than `most` code points, or a thousand.
 *
 * Unicode adds to this rule now and then, and Node with it; nothing else about chunks depends on the version of Node.
 */
export function graphemes(most: number): (text: string) => Iterable<string> {
  return function* (text) {
    for (let start = 0; start < text.length; ) {
      const letters = lettersAt(text, start);
      for (const letter of letters) {
        start += letter.length;
        if (codePointLength(letter) > most) yield* letter;
        else yield letter;
      }
    }
  };
}

/** The next letters. Every one that the segmenter gives holds the text it was given, which must therefore be short. */
function lettersAt(text: string, start: number): string[] {
  const isPairCut = /[\ud800-\udbff]/.test(text.charAt(start + WINDOW - 1));
  const end = start + WINDOW - (isPairCut ? 1 : 0);
  const letters = Array.from(SEGMENTER.segment(text.slice(start, end)), ({ segment }) => segment);
  // The last one may go on.
  return end < text.length && letters.length > 1 ? letters.slice(0, -1) : letters;
}

const WINDOW = 1000;
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' });
