import { isMonth } from './dates.ts';
import { isFunctionWord } from './function-words.ts';
import type { PassageText } from './passage-text.ts';
import { lowerAt, type Span, type Token } from './words.ts';

/** Small words that a name goes on through: `University of the West`, `Ludwig van Beethoven`, `Marks & Spencer`. */
const JOIN =
  /^(of|the|de|la|le|los|las|van|von|der|den|del|della|di|da|du|des|al|el|y|e|ibn|bin|for|'n'|&|–|-|\/|'s|’s|ap)$/;
const QUOTE = /^["“”]$/;
const WEEKDAY = /^(mon|tues|wednes|thurs|fri|satur|sun)day$/;
const LONGEST_QUOTE = 10;

/** The names of a sentence: runs of capitalised words with the small words, numbers and nicknames inside them. */
export function namesIn({ tokens }: PassageText, sentence: Span): readonly Span[] {
  const found: Span[] = [];
  for (let at = sentence.from; at < sentence.to; ) {
    const to = opensName(tokens, at) ? nameEnd(tokens, at, sentence.to) : at;
    const name = { from: at, to };
    if (to > at && !isOnlyFirstWord(tokens, name, sentence)) found.push(name);
    at = Math.max(to, at + 1);
  }
  return found;
}

function opensName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || !token.isCapital || WEEKDAY.test(token.lower)) return false;
  if (isMonth(token.lower) && tokens[at + 1]?.isCapital !== true) return false;
  return !isFunctionWord(token.lower) && !/^(inc|ltd|jr|sr)\.?$/.test(token.lower);
}

/** A word that is capital because it opens the sentence: it stands nowhere else, or is small elsewhere. */
function isOnlyFirstWord(tokens: readonly Token[], name: Span, sentence: Span): boolean {
  const word = tokens[name.from];
  if (word === undefined || name.from !== sentence.from || name.to > name.from + 1) return false;
  const others = tokens.filter((token) => token !== word && token.stem === word.stem);
  return others.length === 0 || others.some((token) => !token.isCapital);
}

function nameEnd(tokens: readonly Token[], start: number, limit: number): number {
  let to = start + 1;
  for (let next = extension(tokens, to, limit); next > to; next = extension(tokens, to, limit)) to = next;
  return to;
}

/** Where a name goes on to from `at`; `at` itself when it ends there. */
function extension(tokens: readonly Token[], at: number, limit: number): number {
  const token = tokens[at];
  if (token === undefined || at >= limit) return at;
  if (token.isCapital && !isMonth(token.lower)) return at + 1;
  if (token.kind === 'number' && !/^\d{4}$/.test(token.text)) return at + 1;
  if (QUOTE.test(token.text)) return nicknameEnd(tokens, at, limit);
  if (!JOIN.test(token.lower)) return at;
  const after = JOIN.test(lowerAt(tokens, at + 1)) ? at + 2 : at + 1;
  const next = tokens[after];
  return after < limit && next?.isCapital === true && !isFunctionWord(next.lower) ? after + 1 : at;
}

/** `Emrich "Imi" Lichtenfeld`: one or two words in quotes with the name going on behind them. */
function nicknameEnd(tokens: readonly Token[], open: number, limit: number): number {
  for (const close of [open + 2, open + 3]) {
    const isClosed = close + 1 < limit && QUOTE.test(lowerAt(tokens, close));
    if (isClosed && tokens[close - 1]?.isCapital === true && tokens[close + 1]?.isCapital === true) return close + 2;
  }
  return open;
}

/** What stands in quotes in a sentence, without the quotes and a comma before the closing one. */
export function quotedIn({ tokens }: PassageText, { from, to }: Span): readonly Span[] {
  const marks: number[] = [];
  for (let at = from; at < to; at++) if (QUOTE.test(lowerAt(tokens, at))) marks.push(at);
  const found: Span[] = [];
  for (let pair = 0; pair + 1 < marks.length; pair += 2) {
    const start = (marks[pair] ?? 0) + 1;
    const close = marks[pair + 1] ?? 0;
    const end = /^[,.]$/.test(lowerAt(tokens, close - 1)) ? close - 1 : close;
    if (end > start && end - start <= LONGEST_QUOTE) found.push({ from: start, to: end });
  }
  return found;
}
