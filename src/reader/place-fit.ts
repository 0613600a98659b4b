import type { Mention } from './mention.ts';
import { nounNearby } from './noun-nearby.ts';
import type { Question } from './question.ts';
import { FIT } from './weights.ts';
import { lowerAt } from './words.ts';

const REGION = /^(country|nation|state|province|county|continent|region|territory|kingdom|district)$/;
const TOWN =
  /^(city|town|village|suburb|hamlet|neighborhood|neighbourhood|borough|municipality|community|birthplace|hometown)$/;
const PLACE_WORD =
  /\b(city|county|river|lake|islands?|isles?|mountain|mount|valley|street|avenue|park|bay|beach|ocean|sea|district|province|state|town|village|creek|hills?|castle|palace|bridge|tower|building|stadium|arena|airport|hotel|square|coast|peninsula|republic|kingdom|states)\b/i;
const PLACED = /^(in|at|near|from|to|around|outside|into|between|on|across)$/;
const REACH = 10;

type Part = 'whole' | 'first' | 'last' | 'alone';

/** How well a name suits as a place: by the words before it and by the part it plays in `in City, State`. */
export function placeFit({ head }: Question, mention: Mention): number {
  const part = partOf(mention);
  const hasNoun = nounNearby(head, mention);
  if (part === null) return hasNoun ? FIT.fair : PLACE_WORD.test(mention.text) ? FIT.fair : FIT.none;
  if (hasNoun) return FIT.sure;
  return fitsOf(head)[part];
}

function fitsOf(head: string | null): Readonly<Record<Part, number>> {
  if (head === null) return { whole: FIT.sure, alone: FIT.likely, first: FIT.fair, last: FIT.slight };
  if (REGION.test(head)) return { last: FIT.sure, alone: FIT.likely, first: FIT.none, whole: FIT.doubtful };
  if (TOWN.test(head)) return { first: FIT.sure, whole: FIT.likely, alone: FIT.likely, last: FIT.none };
  return { alone: FIT.fair, first: FIT.fair, whole: FIT.slight, last: FIT.slight };
}

/** What a name is in a chain of names behind a preposition of place; null without such a preposition. */
function partOf({ passage, from, to, text }: Mention): Part | null {
  const { tokens } = passage;
  let at = from - 1;
  while (at > from - REACH && isInChain(lowerAt(tokens, at), tokens[at]?.isCapital === true)) at--;
  if (!PLACED.test(lowerAt(tokens, at))) return null;
  if (lowerAt(tokens, from - 1) === ',') return 'last';
  if (text.includes(', ')) return 'whole';
  return lowerAt(tokens, to) === ',' && tokens[to + 1]?.isCapital === true ? 'first' : 'alone';
}

function isInChain(lower: string, isCapital: boolean): boolean {
  return !PLACED.test(lower) && (isCapital || /^(,|of|the)$/.test(lower));
}
