import type { Piece } from '../core/corpus.ts';
import { codePointLength } from '../python/code-points.ts';
import { strip } from '../python/strings.ts';

/** A stretch of a text, in UTF-16 units as `slice` takes them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span and its size in whatever the chunker counts. */
export interface Unit extends Span {
  readonly length: number;
}

/** The span with its number of code points. */
export function measured(text: string, { start, end }: Span): Unit {
  return { start, end, length: codePointLength(text.slice(start, end)) };
}

/** The span of consecutive units, from the one at `first` to the one before `end`. */
export function spanOf(units: readonly Unit[], first: number, end: number): Span {
  return { start: units[first]?.start ?? 0, end: units[end - 1]?.end ?? 0 };
}

/** The texts of the spans, in order, without white space around them; a span of nothing else gives no piece. */
export function trimmedPieces(text: string, spans: readonly Span[]): Piece[] {
  return spans
    .map(({ start, end }) => strip(text.slice(start, end)))
    .filter((piece) => piece !== '')
    .map((piece, index) => ({ text: piece, index }));
}
