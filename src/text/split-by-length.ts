import { hasOneUnitEach } from '../python/code-points.ts';

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
  const characters = hasOneUnitEach(text) ? text : Array.from(text);
  const step = length - overlap;
  const slices = Math.max(1, Math.ceil((characters.length - overlap) / step));
  return Array.from({ length: slices }, (_, index) => joined(characters.slice(index * step, index * step + length)));
}

function joined(characters: string | readonly string[]): string {
  return typeof characters === 'string' ? characters : characters.join('');
}
