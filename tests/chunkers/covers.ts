import type { Piece } from '../../src/core/corpus.ts';

/**
 * Whether the pieces can be found in the text one after the other, none beginning before the one before, so that
 * together they leave out white space at most. A piece may occur several times: all ways to place them are followed.
 */
export function covers(text: string, pieces: readonly Piece[]): boolean {
  let places: Place[] = [{ start: 0, end: 0 }];
  for (const piece of pieces) places = different(places.flatMap((place) => nextPlaces(text, piece.text, place)));
  return places.some(({ end }) => isSpace(text.slice(end)));
}

/** Where the last piece begins, and how far the text is covered. */
interface Place {
  readonly start: number;
  readonly end: number;
}

function nextPlaces(text: string, piece: string, { start, end }: Place): Place[] {
  const places: Place[] = [];
  for (let at = text.indexOf(piece, start); at >= 0; at = text.indexOf(piece, at + 1)) {
    if (isSpace(text.slice(end, at))) places.push({ start: at, end: Math.max(end, at + piece.length) });
  }
  return places;
}

function different(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.start} ${place.end}`, place])).values()];
}

function isSpace(text: string): boolean {
  return text.trim() === '';
}
