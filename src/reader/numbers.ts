import { isMonth, isYear } from './dates.ts';
import { lowerAt, type Span, type Token } from './words.ts';

const SMALL = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen ' +
  'nineteen twenty'
).split(' ');
const LARGE = 'thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen once twice'.split(
  ' ',
);
const NUMBER_WORDS: ReadonlySet<string> = new Set([...SMALL.slice(1), ...LARGE]);
const SCALE = /^(hundred|thousand|million|billion|trillion|percent|%)$/;
const UNIT =
  /^(km|kilomet(?:er|re)s?|miles?|mi|m|met(?:er|re)s?|feet|foot|ft|inch(?:es)?|cm|mm|acres?|hectares?|ha|kg|kilograms?|grams?|pounds?|lbs?|tons?|tonnes?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|km2|mph|knots|percent|%|degrees?)$/;

/**
 * The numbers of a span in digits or words, with sign and scale (`$10.5 million`) and both ends of a score (`23–16`);
 * no dates.
 */
export function numbersIn(tokens: readonly Token[], { from, to }: Span): readonly Span[] {
  const found: Span[] = [];
  for (let at = from; at < to; at++) {
    if (!isNumber(tokens[at]) || isOfDate(tokens, at) || isOfName(tokens, at)) continue;
    const end = numberEnd(tokens, at, to);
    found.push({ from: /^[$£€]$/.test(lowerAt(tokens, at - 1)) ? at - 1 : at, to: end });
    at = end - 1;
  }
  return found;
}

function isNumber(token: Token | undefined): boolean {
  return token !== undefined && (token.kind === 'number' || NUMBER_WORDS.has(token.lower));
}

function isOfDate(tokens: readonly Token[], at: number): boolean {
  return isYear(lowerAt(tokens, at)) || isMonth(lowerAt(tokens, at - 1)) || isMonth(lowerAt(tokens, at + 1));
}

/** `Three Mills Bridge` counts nothing. */
function isOfName(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.isCapital === true && tokens[at + 1]?.isCapital === true;
}

function numberEnd(tokens: readonly Token[], at: number, limit: number): number {
  let end = at + 1;
  while (end < limit && (SCALE.test(lowerAt(tokens, end)) || NUMBER_WORDS.has(lowerAt(tokens, end)))) end++;
  return isScore(tokens, end) ? end + 2 : end;
}

/** A dash or colon without spaces and a second number: `23–16`, `4:51`. */
function isScore(tokens: readonly Token[], end: number): boolean {
  const [last, mark, next] = [tokens[end - 1], tokens[end], tokens[end + 1]];
  if (last === undefined || mark === undefined || next?.kind !== 'number') return false;
  return /^[–:-]$/.test(mark.text) && mark.start === last.end && next.start === mark.end;
}

/** A number with the unit behind it; the number alone when there is none. */
export function withUnit(tokens: readonly Token[], { from, to }: Span): Span {
  const at = /^(nautical|square|cubic)$/.test(lowerAt(tokens, to)) ? to + 1 : to;
  return UNIT.test(lowerAt(tokens, at)) ? { from, to: at + 1 } : { from, to };
}

export function isUnit(lower: string): boolean {
  return UNIT.test(lower);
}

export function endsInUnit(tokens: readonly Token[], { to }: Span): boolean {
  return UNIT.test(lowerAt(tokens, to - 1));
}

/** The value of a number in digits or in a small word, for comparing; null when it cannot be read. */
export function numberValue(text: string): number | null {
  const digits = /\d[\d,]*(?:\.\d+)?/.exec(text)?.[0];
  if (digits !== undefined) return Number(digits.replaceAll(',', '')) * scaleOf(text);
  const small = SMALL.indexOf(text.toLowerCase().split(/[\s-]/)[0] ?? '');
  return small < 0 ? null : small * scaleOf(text);
}

function scaleOf(text: string): number {
  if (/billion/i.test(text)) return 1e9;
  if (/million/i.test(text)) return 1e6;
  return /thousand/i.test(text) ? 1e3 : 1;
}
