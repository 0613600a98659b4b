import { type Token, tokenize } from './words.ts';

/** The words of one name, without an article in front. */
export type Name = readonly Token[];

const SUFFIX = /^(jr|sr|ii|iii|iv)\.?$/;

/**
 * What others may call the topic of a passage: its label, the name its text opens with, and of a long one the first and
 * last word or the nickname and the last, `Reggie Jackson` for `Reginald Martinez "Reggie" Jackson`.
 */
export function namesFor(label: string, opening: string): readonly Name[] {
  const names = new Set([label, opening, ...shortened(opening)]);
  return [...names].map((name) => withoutArticle(tokenize(name))).filter((name) => name.length > 0);
}

function shortened(name: string): readonly string[] {
  const words = tokenize(name).filter(({ kind, lower }) => kind === 'word' && !SUFFIX.test(lower));
  const [first, last] = [words[0], words.at(-1)];
  const isLong = words.length > 2 && words.every(({ isCapital }) => isCapital);
  if (!isLong || first === undefined || last === undefined) return [];
  const nickname = /["“]([^"“”]+)["”]/.exec(name)?.[1];
  return [`${first.text} ${last.text}`, ...(nickname === undefined ? [] : [`${nickname} ${last.text}`])];
}

function withoutArticle(tokens: readonly Token[]): Name {
  return /^(the|a|an)$/.test(tokens[0]?.lower ?? '') ? tokens.slice(1) : tokens;
}
