export interface SplitOptions {
  /** Code points at the start of each slice that end the one before. */
  readonly overlap?: number;
}

/**
 * The text cut into slices of `length` code points, in order; the last may be shorter, and an empty text gives none.
 *
 * Every slice adds to the one before: none holds only the overlap.
 *
 * @throws RangeError when `length` is below 1, or the overlap is negative or not smaller than `length`
 */
export function splitByLength(text: string, length: number, { overlap = 0 }: SplitOptions = {}): string[] {
  if (!Number.isInteger(length) || length < 1) throw new RangeError(`slices of ${length} code points`);
  if (!Number.isInteger(overlap) || overlap < 0 || overlap >= length) {
    throw new RangeError(`overlap of ${overlap} in slices of ${length} code points`);
  }
  if (text === '') return [];
  const { count, slice } = codePointsOf(text);
  const step = length - overlap;
  const slices = Math.max(1, Math.ceil((count - overlap) / step));
  return Array.from({ length: slices }, (_, index) => slice(index * step, index * step + length));
}

/** The length of the text in code points. */
export function countCodePoints(text: string): number {
  return codePointsOf(text).count;
}

/** Nearly all texts have one UTF-16 unit a code point, and need not be taken apart. */
function codePointsOf(text: string): { readonly count: number; slice(start: number, end: number): string } {
  if (!SURROGATE.test(text)) return { count: text.length, slice: (start, end) => text.slice(start, end) };
  const characters = Array.from(text);
  return { count: characters.length, slice: (start, end) => characters.slice(start, end).join('') };
}

const SURROGATE = /[\ud800-\udfff]/;
