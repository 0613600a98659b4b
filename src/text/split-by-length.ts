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
  const characters = Array.from(text);
  if (characters.length === 0) return [];
  const step = length - overlap;
  const count = Math.max(1, Math.ceil((characters.length - overlap) / step));
  return Array.from({ length: count }, (_, index) => characters.slice(index * step, index * step + length).join(''));
}
