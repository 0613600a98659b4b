import { type Span, spanOf, type Unit } from './spans.ts';

export interface PackOptions {
  /** Greatest length of a span. */
  readonly most: number;
  /** Whether the last units of a span, of that length and number together, may begin the next one. */
  readonly shares: (length: number, count: number) => boolean;
}

/**
 * Consecutive units joined to spans, each as long as `most` allows; a unit that is longer is a span of its own. Each span begins with
 * as many of the last units of the one before as `shares` allows and leave room for the next unit.
 */
export function packUnits(units: readonly Unit[], { most, shares }: PackOptions): Span[] {
  const spans: Span[] = [];
  let first = 0;
  let length = 0;
  for (const [index, unit] of units.entries()) {
    if (length + unit.length > most && index > first) {
      spans.push(spanOf(units, first, index));
      while (first < index && (length + unit.length > most || !shares(length, index - first))) {
        length -= units[first]?.length ?? 0;
        first += 1;
      }
    }
    length += unit.length;
  }
  if (units.length > 0) spans.push(spanOf(units, first, units.length));
  return spans;
}
