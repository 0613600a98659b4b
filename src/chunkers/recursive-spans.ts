import { packUnits } from './pack-units.ts';
import { measured, type Span, type Unit } from './spans.ts';

export interface RecursiveOptions {
  /** Most code points in a span. */
  readonly characters: number;
  /** Most code points a span shares with the one before. */
  readonly overlap: number;
  /** From the one that divides most to the one that divides least; `''` cuts between any two letters. */
  readonly separators: readonly string[];
  /** What `''` cuts a text into. */
  readonly letters: (text: string) => Iterable<string>;
}

export interface RecursiveSpan extends Span {
  /** Nothing could cut it further: it may be longer than wanted, and is to be left as it is. */
  readonly isWhole: boolean;
}

/**
 * The span of the text cut at the first separator that occurs in it; parts of full length are cut at the next ones in the same way, and
 * neighbours of the others are joined up to `characters`. A separator stays with what follows it.
 *
 * Joined again without what they share, the spans are the whole.
 */
export function recursiveSpans(text: string, whole: Span, options: RecursiveOptions): RecursiveSpan[] {
  const { characters, overlap, separators } = options;
  const inside = text.slice(whole.start, whole.end);
  const found = separators.findIndex((separator) => inside.includes(separator));
  const separator = found < 0 ? null : separators[found];
  const further = separator === null || separator === '' ? [] : separators.slice(found + 1);

  const spans: RecursiveSpan[] = [];
  let short: Unit[] = [];
  const join = (): void => {
    const packed = packUnits(short, { most: characters, shares: (length) => length <= overlap });
    spans.push(...packed.map((span) => ({ ...span, isWhole: false })));
    short = [];
  };
  for (const part of partsOf(text, whole, separator ?? null, options)) {
    if (part.length < characters) {
      short.push(part);
      continue;
    }
    join();
    if (further.length === 0) spans.push({ ...part, isWhole: true });
    else spans.push(...recursiveSpans(text, part, { ...options, separators: further }));
  }
  join();
  return spans;
}

function partsOf(text: string, whole: Span, separator: string | null, { letters }: RecursiveOptions): Unit[] {
  if (separator === '') return lettersOf(text, whole, letters);
  // Not in the text itself: the next separator behind the span may be far away.
  const inside = text.slice(whole.start, whole.end);
  const starts = [0];
  if (separator !== null) {
    for (let at = inside.indexOf(separator); at >= 0; at = inside.indexOf(separator, at + separator.length))
      starts.push(at);
  }
  return starts
    .map((start, index) => ({ start: whole.start + start, end: whole.start + (starts[index + 1] ?? inside.length) }))
    .filter(({ start, end }) => start < end)
    .map((span) => measured(text, span));
}

function lettersOf(text: string, { start, end }: Span, letters: RecursiveOptions['letters']): Unit[] {
  const units: Unit[] = [];
  let at = start;
  for (const letter of letters(text.slice(start, end))) {
    units.push(measured(text, { start: at, end: at + letter.length }));
    at += letter.length;
  }
  return units;
}
