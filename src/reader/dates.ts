import { lowerAt, type Span, type Token } from './words.ts';

export interface DateSpan extends Span {
  readonly kind: 'date' | 'year' | 'range' | 'period';
  /** Grows with time, a day by about 1; for comparing only. */
  readonly order: number;
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const YEAR = /^(1\d{3}|20\d{2})$/;
const DAY = /^(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)?$/;
const CENTURY = /^\d{1,2}(st|nd|rd|th)$/;
const DECADE = /^\d{3}0s$/;
const RANGE_WORD = /^(–|—|-|to|and|until|till|through)$/;
const DAYS_OF_YEAR = 372;

export function isMonth(lower: string): boolean {
  return MONTHS.includes(lower);
}

export function isYear(lower: string): boolean {
  return YEAR.test(lower);
}

/**
 * The dates of a span, the longest reading at each place: days, months, years, decades, centuries; then ranges of two.
 */
export function datesIn(tokens: readonly Token[], { from, to }: Span): readonly DateSpan[] {
  const found: DateSpan[] = [];
  for (let at = from; at < to; ) {
    const date = dateAt(tokens, at);
    if (date !== null && date.to <= to) found.push(widened(tokens, date));
    at = date === null ? at + 1 : date.to;
  }
  return [...found, ...rangesOf(tokens, found)];
}

function dateAt(tokens: readonly Token[], at: number): DateSpan | null {
  return dayAt(tokens, at) ?? monthAt(tokens, at) ?? periodAt(tokens, at) ?? yearAt(tokens, at);
}

/** `July 16, 1966`, `16 July 1966`, and both without a year. */
function dayAt(tokens: readonly Token[], at: number): DateSpan | null {
  const day = [at, at + 1].find((place) => DAY.test(lowerAt(tokens, place)));
  const month = [at, at + 1].find((place) => monthOf(tokens, place) >= 0);
  if (day === undefined || month === undefined || day === month) return null;
  const yearPlace = lowerAt(tokens, at + 2) === ',' ? at + 3 : at + 2;
  const hasYear = isYear(lowerAt(tokens, yearPlace));
  const year = hasYear ? Number(lowerAt(tokens, yearPlace)) : 0;
  const order = year * DAYS_OF_YEAR + monthOf(tokens, month) * 31 + Number.parseInt(lowerAt(tokens, day), 10);
  return { from: at, to: hasYear ? yearPlace + 1 : at + 2, kind: 'date', order };
}

function monthAt(tokens: readonly Token[], at: number): DateSpan | null {
  const month = monthOf(tokens, at);
  const year = lowerAt(tokens, at + 1);
  if (month < 0 || !isYear(year)) return null;
  return { from: at, to: at + 2, kind: 'date', order: Number(year) * DAYS_OF_YEAR + month * 31 };
}

function periodAt(tokens: readonly Token[], at: number): DateSpan | null {
  const text = lowerAt(tokens, at);
  if (DECADE.test(text))
    return { from: at, to: at + 1, kind: 'period', order: Number.parseInt(text, 10) * DAYS_OF_YEAR };
  if (!CENTURY.test(text) || !/^centur(y|ies)$/.test(lowerAt(tokens, at + 1))) return null;
  return { from: at, to: at + 2, kind: 'period', order: (Number.parseInt(text, 10) - 1) * 100 * DAYS_OF_YEAR };
}

function yearAt(tokens: readonly Token[], at: number): DateSpan | null {
  const text = lowerAt(tokens, at);
  return isYear(text) ? { from: at, to: at + 1, kind: 'year', order: Number(text) * DAYS_OF_YEAR } : null;
}

function monthOf(tokens: readonly Token[], at: number): number {
  return tokens[at]?.isCapital === true ? MONTHS.indexOf(lowerAt(tokens, at)) : -1;
}

/** With `early`, `mid` or `late` before a decade or century, and with the first day of `26–30 August 1914`. */
function widened(tokens: readonly Token[], date: DateSpan): DateSpan {
  const before = lowerAt(tokens, date.from - 1);
  if (date.kind === 'period' && /^(early|mid|late)$/.test(before)) return { ...date, from: date.from - 1 };
  const isDays = date.kind === 'date' && before === '–' && DAY.test(lowerAt(tokens, date.from - 2));
  return isDays ? { ...date, from: date.from - 2 } : date;
}

/** `1969 until 1974`, `between 1990 and 1995`, `April 23, 1928 – February 10, 2014`. */
function rangesOf(tokens: readonly Token[], dates: readonly DateSpan[]): readonly DateSpan[] {
  return dates.flatMap((first, index) => {
    const second = dates[index + 1];
    if (second?.from !== first.to + 1 || !RANGE_WORD.test(lowerAt(tokens, first.to))) return [];
    const from = lowerAt(tokens, first.from - 1) === 'between' ? first.from - 1 : first.from;
    return [{ from, to: second.to, kind: 'range' as const, order: first.order }];
  });
}
