import type { Span } from './spans.ts';

/**
 * The sentences of a text, each with the white space behind it; together they are the text.
 *
 * A sentence ends at a stop with white space behind it (CJK stops need none), after the quotes and brackets that close there, unless
 * the text goes on in lower case; and at an empty line or before the line of a list's next item. The stop of a number, inside a word
 * or behind the number of an item ends nothing. Behind an abbreviation that a name always follows ("Dr.") no sentence ends, behind one
 * that may end a sentence ("Inc.", "U.S.", an initial) only where the next word is one that opens sentences. The abbreviations are
 * English.
 *
 * These rules are our own and fixed: those of `Intl.Segmenter` end a sentence behind "Mr.", and differ between versions of Node, which
 * would give the same text other chunks.
 */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(POSSIBLE_END)) {
    const end = match.index + match[0].length;
    if (end === text.length || !isEnd(text, start, match)) continue;
    spans.push({ start, end });
    start = end;
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}

const CLOSING = '["\'”’»›)\\]}」』】）〉》]';
const ITEM = '(?:[-*+•]|\\d{1,3}[.)])[ \\t]';
const POSSIBLE_END = new RegExp(
  [
    `(?<stop>[.!?…‽؟۔।]+)${CLOSING}*\\s+`,
    `[。！？｡]+${CLOSING}*\\s*`,
    '\\r?\\n[ \\t]*\\r?\\n\\s*',
    `\\r?\\n(?=[ \\t]*${ITEM})`,
  ].join('|'),
  'gu',
);

function isEnd(text: string, start: number, { index, 0: whole, groups = {} }: RegExpExecArray): boolean {
  const { stop } = groups;
  if (stop === undefined || EMPTY_LINE.test(whole)) return true;
  const after = text.slice(index + whole.length, index + whole.length + LONGEST_WORD);
  const [next = ''] = /[\p{L}\p{N}][\p{L}\p{N}'’]*/u.exec(after) ?? [];
  if (/^\p{Ll}/u.test(next)) return false;
  return stop !== '.' || (!ITEM_NUMBER.test(text.slice(start, index)) && endsAfter(wordBefore(text, index), next));
}

const EMPTY_LINE = /\n[ \t]*\r?\n/;
const ITEM_NUMBER = /^\s*(?:\d{1,3}|[a-zA-Z])$/;
const LONGEST_WORD = 40;

/** The word that ends at this place, dots inside it included: `U.S` before the stop of `U.S.` */
function wordBefore(text: string, end: number): string {
  const before = text.slice(Math.max(0, end - LONGEST_WORD), end);
  return /[\p{L}\p{N}](?:[\p{L}\p{N}.]*[\p{L}\p{N}])?$/u.exec(before)?.[0] ?? '';
}

/** Whether a sentence ends at the single stop between these two words. */
function endsAfter(word: string, next: string): boolean {
  if (GO_ON.has(word)) return false;
  const isLetters = /^\p{L}(?:\.\p{L})*$/u.test(word);
  return OPENERS.has(next) || !(isLetters || MAY_END.has(word.toLowerCase()));
}

/** Something always follows these. */
const GO_ON = words(`
  Mr Mrs Ms Mx Dr Drs Prof St Mt Ft Gen Col Lt Sgt Det Capt Cmdr Adm Maj Rev Hon Gov Sen Rep Pres Messrs Mme Mlle
  vs cf e.g i.e eg ie viz approx ca
`);
/** Something follows these, or the next sentence does. */
const MAY_END = words(`
  inc ltd co corp bros jr sr esq etc al no nos dept univ est ave blvd rd fig figs eq eqs sec ch vol vols pp art ed eds ibid op phd
  jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
`);
const OPENERS = words(`
  The A An He She It They We I You This That These Those There Here His Her Its Their Our My Your One Some Many Most All Both Each
  In On At By For From To With After Before When While As If Since Until Although Though Because But And Or So Yet However
  Then Thus Today Now What Who Why How Where Not No Yes
`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
