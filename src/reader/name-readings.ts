import { isFunctionWord } from './function-words.ts';
import { kindOfNoun } from './noun-kinds.ts';
import type { PassageText } from './passage-text.ts';
import { lowerAt, type Span, type Token } from './words.ts';

const PLACED = /^(in|at|near|of|from|to|around|outside|,)$/;

/**
 * Shorter and longer readings of the names of a sentence: `Chief of Protocol` before `of the United States`, `New York
 * Knicks` behind `NBA's`, `West Point Iron and Cannon Foundry`, `Port Ellery, Corvane Isles`, `Cassius Clay, Sr.`
 */
export function readingsOf({ tokens }: PassageText, names: readonly Span[]): readonly Span[] {
  return names.flatMap((name, index) => [
    ...partsOf(tokens, name),
    ...withSuffix(tokens, name),
    ...joinedWith(tokens, name, names[index + 1]),
  ]);
}

function partsOf(tokens: readonly Token[], { from, to }: Span): readonly Span[] {
  const found: Span[] = [];
  for (let at = from + 1; at < to - 1; at++) {
    const lower = lowerAt(tokens, at);
    if (lower === 'of' && lowerAt(tokens, at + 1) === 'the') found.push({ from, to: at });
    if (/^['’]s$/.test(lower)) found.push({ from, to: at }, { from: at + 1, to });
  }
  return /^(prof|dr|mr|mrs|rev)\.$/.test(lowerAt(tokens, from)) ? [...found, { from: from + 1, to }] : found;
}

function withSuffix(tokens: readonly Token[], { from, to }: Span): readonly Span[] {
  const isSuffix = lowerAt(tokens, to) === ',' && /^(jr|sr|inc|ltd)\.?$/.test(lowerAt(tokens, to + 1));
  return isSuffix ? [{ from, to: to + 2 }] : [];
}

function joinedWith(tokens: readonly Token[], name: Span, next: Span | undefined): readonly Span[] {
  if (next?.from !== name.to + 1) return [];
  const between = lowerAt(tokens, name.to);
  const lastKind = kindOfNoun(lowerAt(tokens, next.to - 1));
  const isOneName = between === 'and' && (lastKind === 'organization' || lastKind === 'place');
  const isPlaceInPlace = between === ',' && PLACED.test(lowerAt(tokens, name.from - 1));
  return isOneName || isPlaceInPlace ? [{ from: name.from, to: next.to }] : [];
}

/** Two or more names one after the other with commas and `and` between them. */
export function listsOf({ tokens }: PassageText, names: readonly Span[]): readonly Span[] {
  const lists: Span[] = [];
  let from = -1;
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    if (from < 0) from = name.from;
    if (next !== undefined && isListed(tokens, { from: name.to, to: next.from })) continue;
    if (from < name.from) lists.push({ from, to: name.to });
    from = -1;
  }
  return lists;
}

function isListed(tokens: readonly Token[], { from, to }: Span): boolean {
  return to > from && to - from <= 2 && tokens.slice(from, to).every(({ lower }) => /^(,|and|&)$/.test(lower));
}

/** A single word such as `American` or `Danish` that describes the small word behind it. */
export function isDemonym({ tokens }: PassageText, { from, to }: Span): boolean {
  const next = tokens[to];
  if (to !== from + 1 || next === undefined || next.kind !== 'word' || next.isCapital) return false;
  return /(an|ish|ese|ch|sh|i|ek)$/.test(lowerAt(tokens, from)) && !isFunctionWord(next.lower);
}
