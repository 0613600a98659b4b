import { isMeasured } from './focus.ts';
import { isFunctionWord } from './function-words.ts';
import { type AnswerKind, kindOfNoun } from './noun-kinds.ts';
import { lowerAt, type Span, type Token } from './words.ts';

export interface Asked {
  readonly kind: AnswerKind;
  readonly focus: Span;
  readonly head: string | null;
}

/** What the wh-word at a position asks for. */
export function askedAt(tokens: readonly Token[], at: number): Asked {
  const bare = (kind: AnswerKind): Asked => ({ kind, focus: { from: at, to: at + 1 }, head: null });
  switch (lowerAt(tokens, at)) {
    case 'how':
      return isMeasured(lowerAt(tokens, at + 1)) ? askedNumber(tokens, at) : bare('phrase');
    case 'when':
      return bare('date');
    case 'where':
      return bare('place');
    case 'why':
      return bare('phrase');
    case 'who':
    case 'whom':
    case "who's":
      return bare('person');
    default:
      return askedNoun(tokens, at);
  }
}

function askedNumber(tokens: readonly Token[], at: number): Asked {
  const isCount = /^(many|much)$/.test(lowerAt(tokens, at + 1));
  const noun = isCount ? nounAfter(tokens, at + 2) : null;
  return { kind: 'number', focus: { from: at, to: noun?.to ?? at + 2 }, head: noun?.head ?? null };
}

function askedNoun(tokens: readonly Token[], at: number): Asked {
  const noun = nounAfter(tokens, afterEmptyWords(tokens, at + 1));
  if (noun === null) return askedBefore(tokens, at);
  return { kind: kindOfNoun(noun.head) ?? 'thing', focus: { from: at, to: noun.to }, head: noun.head };
}

/** `with a population of what`: the noun stands before. */
function askedBefore(tokens: readonly Token[], at: number): Asked {
  const head = lowerAt(tokens, at - 2);
  const kind = lowerAt(tokens, at - 1) === 'of' ? kindOfNoun(head) : null;
  if (kind === null) return { kind: 'thing', focus: { from: at, to: at + 1 }, head: null };
  return { kind, focus: { from: at - 2, to: at + 1 }, head };
}

/** No wh-word: `this singer also voiced …`, `name the mother of …`. */
export function askedWithoutFocus(tokens: readonly Token[]): Asked {
  const openings = [/^(this|these)$/, /^(name|identify|give)$/, /^the$/];
  const at = openings
    .map((opening) => tokens.findIndex(({ lower }) => opening.test(lower)))
    .find((place) => place >= 0);
  return at === undefined ? { kind: 'thing', focus: { from: 0, to: 0 }, head: null } : askedNoun(tokens, at);
}

const EMPTY = /^(is|are|was|were|'s|’s|of|the|these|those|a|an|other|two|his|her|full|real|first|last|exact)$/;

/** Behind what stands between the wh-word and its noun: `is the name of the`, `of the`, `was`. */
function afterEmptyWords(tokens: readonly Token[], start: number): number {
  let at = start;
  while (EMPTY.test(lowerAt(tokens, at)) || isNameOf(tokens, at)) at++;
  return at;
}

function isNameOf(tokens: readonly Token[], at: number): boolean {
  return /^(names?|title)$/.test(lowerAt(tokens, at)) && /^(of|for)$/.test(lowerAt(tokens, at + 1));
}

const LONGEST = 9;

/** A verb in the past ends the phrase behind a noun that is in no table: `which yacht sank`. */
const VERB =
  /^([a-z]{2,}ed|sank|sang|won|held|made|began|led|lost|built|wrote|became|ran|came|took|went|gave|got|saw|met|rose|fell|fought|sold|bought|grew|drew|broke|sits|lies|stands)$/;

/** The noun of the phrase that starts at `start`: the last one the table knows, else the last word. */
function nounAfter(tokens: readonly Token[], start: number): { head: string; to: number } | null {
  let known: number | null = null;
  let at = start;
  for (; at < Math.min(tokens.length, start + LONGEST); at++) {
    const token = tokens[at];
    if (token === undefined || endsPhrase(tokens, at, start, known !== null)) break;
    if (known === null && at > start && VERB.test(token.lower)) break;
    if (!token.isCapital && kindOfNoun(token.lower) !== null) known = at;
    else if (known !== null && token.kind !== 'mark' && (token.isCapital || /(ed|ing|s)$/.test(token.lower))) break;
  }
  const head = tokens[known ?? at - 1];
  return head === undefined || at === start ? null : { head: head.lower, to: (known ?? at - 1) + 1 };
}

function endsPhrase(tokens: readonly Token[], at: number, start: number, hasNoun: boolean): boolean {
  const { text, lower, kind } = tokens[at] ?? { text: '', lower: '', kind: 'mark' };
  if (text === ',' && at > start) return hasNoun ? !listGoesOn(tokens, at) : tokens[at + 1]?.isCapital !== false;
  if (kind === 'mark') return !/^[-&"'/]$/.test(text);
  const isAcronym = /^\p{Lu}{2,}$/u.test(text);
  return isFunctionWord(lower) && lower !== 'and' && !isAcronym;
}

/** `stage, film, and television actor`: behind the comma the list ends in a known noun. */
function listGoesOn(tokens: readonly Token[], comma: number): boolean {
  const and = tokens.findIndex(({ lower }, at) => at > comma && at <= comma + 4 && lower === 'and');
  if (and < 0) return false;
  const rest = tokens.slice(comma + 1, and + 4);
  const isPlain = rest.every(
    ({ text, lower, isCapital }) => text === ',' || lower === 'and' || (!isCapital && !isFunctionWord(lower)),
  );
  return isPlain && tokens.slice(and + 1, and + 4).some(({ lower }) => kindOfNoun(lower) !== null);
}
