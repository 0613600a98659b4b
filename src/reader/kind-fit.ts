import { isMonth } from './dates.ts';
import { eventAsked, isBeside } from './event.ts';
import type { Mention } from './mention.ts';
import { nameFit } from './name-fit.ts';
import { nounNearby } from './noun-nearby.ts';
import { endsInUnit } from './numbers.ts';
import type { Passage } from './passage.ts';
import { asksForAlias, phraseFit } from './phrase-fit.ts';
import type { Question } from './question.ts';
import { stemOf } from './stems.ts';
import { FIT } from './weights.ts';
import { lowerAt } from './words.ts';

/**
 * How well a mention suits the kind of answer asked for, −1 to 1. `self` is the passage about the thing mentioned, if
 * there is one.
 */
export function kindFit(question: Question, mention: Mention, self: Passage | null): number {
  const { kind, head } = question;
  if (kind === 'year') return yearFit(question, mention) - eventPenalty(question, mention);
  if (kind === 'date') return dateFit(question, mention) - eventPenalty(question, mention);
  if (kind === 'number') return numberFit(question, mention);
  if (kind === 'nationality') return mention.shape === 'demonym' ? FIT.sure : FIT.unlikely;
  if (isTemporal(mention) || mention.shape === 'number') return figureFit(question);
  if (kind === 'phrase' || asksForAlias(question)) return phraseFit(question, mention, self);
  if (mention.shape === 'list') return FIT.sure;
  if (mention.shape === 'phrase') return kind === 'thing' ? FIT.doubtful : FIT.no;
  if (mention.shape === 'demonym') return demonymFit(question, mention, head);
  return nameFit(question, mention, self);
}

/** A date that stands beside another event than the one asked for. */
function eventPenalty(question: Question, mention: Mention): number {
  const event = eventAsked(question);
  return event === null || isBeside(mention, event) ? 0 : PENALTY;
}

const PENALTY = 0.5;

function isTemporal({ shape }: Mention): boolean {
  return shape === 'date' || shape === 'year' || shape === 'range' || shape === 'period';
}

function yearFit({ head }: Question, mention: Mention): number {
  if (mention.shape === 'year') return head === 'years' ? FIT.fair : FIT.sure;
  if (mention.shape === 'range') return head === 'years' ? FIT.sure : FIT.slight;
  return isTemporal(mention) ? FIT.slight : FIT.no;
}

function dateFit({ head }: Question, mention: Mention): number {
  if (!isTemporal(mention)) return FIT.no;
  const isSpan = mention.shape === 'range' || mention.shape === 'period';
  if (/^(century|decade|era|period|timeframe)$/.test(head ?? '')) return isSpan ? FIT.sure : FIT.slight;
  if (mention.shape === 'date') return FIT.sure;
  if (mention.shape === 'year') return endsFullDate(mention) ? FIT.fair : FIT.likely;
  return FIT.fair;
}

/** The year is only the end of `March 14, 2000`. */
function endsFullDate({ passage, from }: Mention): boolean {
  const before = lowerAt(passage.tokens, from - 1);
  return isMonth(before) || (before === ',' && passage.tokens[from - 2]?.kind === 'number');
}

/** A number beside the noun counted, or with a unit when a measure is asked for. */
function numberFit({ head }: Question, mention: Mention): number {
  const { passage, from, to } = mention;
  if (mention.shape !== 'number') return FIT.no;
  if (head === null) return endsInUnit(passage.tokens, mention) ? FIT.sure : FIT.fair;
  const stem = stemOf(head);
  const has = (span: readonly { readonly stem: string }[]) => span.some((token) => token.stem === stem);
  if (has(passage.tokens.slice(to, to + 4))) return FIT.sure;
  return has(passage.tokens.slice(Math.max(0, from - 5), from)) ? FIT.likely : FIT.fair;
}

/** A date or number where something else is asked for: only a bare `what` leaves some room for it. */
function figureFit({ kind }: Question): number {
  return kind === 'thing' || kind === 'phrase' ? FIT.unlikely : FIT.no;
}

/** `the Roman Empire` answers `which empire` with `Roman`. */
function demonymFit({ kind }: Question, mention: Mention, head: string | null): number {
  if ((kind === 'place' || kind === 'organization') && nounNearby(head, mention)) return FIT.likely;
  return head === 'country' ? FIT.slight : FIT.no;
}
