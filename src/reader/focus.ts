import { isFunctionWord } from './function-words.ts';
import { kindOfNoun } from './noun-kinds.ts';
import { lowerAt, type Token } from './words.ts';

export const AUXILIARY = /^(is|are|was|were|do|does|did|has|have|had|can|could|will|would)$/;
const WH = /^(what|which|who|whom|whose|where|when|why|how|what's|who's)$/;
const PREPOSITION = /^(in|on|at|of|by|for|to|from|with|under|during|over|after|about|into|through|as)$/;
const OPENING_REACH = 4;

/**
 * Position of the wh-word that asks: the one that opens the question or stands behind its introduction, else the one
 * that ends it, else the last one that is no relative pronoun. Null when there is none.
 */
export function focusOf(tokens: readonly Token[]): number | null {
  const places = tokens.flatMap(({ lower }, at) => (WH.test(lower) ? [at] : []));
  const opening = places.find((at) => isOpening(tokens, at)) ?? places.find((at) => isIntroduced(tokens, at));
  if (opening !== undefined) return opening;
  if (AUXILIARY.test(lowerAt(tokens, 0))) return null;
  return places.findLast((at) => isLastWord(tokens, at)) ?? lastAsking(tokens, places) ?? places[0] ?? null;
}

/**
 * `On the coast of what ocean`: only function words come before; or a few words before a wh-word that is no relative
 * pronoun.
 */
function isOpening(tokens: readonly Token[], at: number): boolean {
  if (at > OPENING_REACH) return false;
  const isRelative = at > 0 && /^(who|which|where|when)$/.test(lowerAt(tokens, at));
  return !isRelative || tokens.slice(0, at).every(({ lower }) => isFunctionWord(lower));
}

/** `According to the census, what was …`: a comma before it, an auxiliary behind it. */
function isIntroduced(tokens: readonly Token[], at: number): boolean {
  const asks = /^(what|how|where|when|who)$/.test(lowerAt(tokens, at));
  const goesOn = AUXILIARY.test(lowerAt(tokens, at + 1)) || /^(many|much)$/.test(lowerAt(tokens, at + 1));
  if (!asks || !goesOn || lowerAt(tokens, at - 1) !== ',') return false;
  return (
    PREPOSITION.test(lowerAt(tokens, 0)) || /^(according|since)$/.test(lowerAt(tokens, 0)) || at <= 2 * OPENING_REACH
  );
}

function isLastWord(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(at + 1).every(({ kind }) => kind === 'mark');
}

function lastAsking(tokens: readonly Token[], places: readonly number[]): number | undefined {
  return (
    places.findLast((at) => /^(what|which|how|whose)$/.test(lowerAt(tokens, at)) && !isRelative(tokens, at)) ??
    places.findLast(
      (at) => /^(who|whom|where|when)$/.test(lowerAt(tokens, at)) && PREPOSITION.test(lowerAt(tokens, at - 1)),
    )
  );
}

/** `the firm, which makes …` and `the city in which he lives`: no noun of its own follows the pronoun. */
function isRelative(tokens: readonly Token[], at: number): boolean {
  const word = lowerAt(tokens, at);
  const next = lowerAt(tokens, at + 1);
  if (word === 'how') return !isMeasured(next) && !AUXILIARY.test(next);
  if (word !== 'which' || namesNoun(tokens, at + 1)) return false;
  if (PREPOSITION.test(lowerAt(tokens, at - 1))) return true;
  return AUXILIARY.test(next) || /(ed|s)$/.test(next) || isFunctionWord(next);
}

export function isMeasured(lower: string): boolean {
  return /^(many|much|long|old|far|tall|large|big|high|deep|wide|fast|heavy|often)$/.test(lower);
}

/** Whether a noun of the table stands in the run of words from `at`. */
function namesNoun(tokens: readonly Token[], start: number): boolean {
  for (let at = start; at < start + 6; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'mark' || isFunctionWord(token.lower)) return false;
    if (kindOfNoun(token.lower) !== null) return true;
  }
  return false;
}
