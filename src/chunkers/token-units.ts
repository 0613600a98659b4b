import { graphemes } from './graphemes.ts';
import type { Span, Unit } from './spans.ts';

export interface TokenUnitOptions {
  readonly count: (text: string) => number;
  /** Tokens that are not to be exceeded by a unit. */
  readonly most: number;
}

/**
 * The words of a text, each with the white space before it, and its number of tokens when it stands alone; a word of more than `most`
 * tokens letter by letter. Together they are the text without the white space at its end.
 */
export function tokenUnits(text: string, { count, most }: TokenUnitOptions): Unit[] {
  return Array.from(text.matchAll(/\s*\S+/g)).flatMap(({ index, 0: word }) => {
    const length = word.length > LONGEST_WORD ? Number.POSITIVE_INFINITY : count(word);
    return length <= most
      ? [{ start: index, end: index + word.length, length }]
      : lettersOf(word, index, { count, most });
  });
}

/** Some tokenizers take very long over more. */
const LONGEST_WORD = 2000;

function lettersOf(word: string, start: number, { count, most }: TokenUnitOptions): Unit[] {
  const letters = Array.from(graphemes(Number.POSITIVE_INFINITY)(word)).flatMap((letter) =>
    count(letter) > most ? Array.from(letter) : [letter],
  );
  const units: Unit[] = [];
  let at = start;
  for (const letter of letters) {
    const span: Span = { start: at, end: at + letter.length };
    units.push({ ...span, length: count(letter) });
    at = span.end;
  }
  return units;
}
