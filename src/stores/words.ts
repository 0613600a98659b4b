import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stop-words.ts';

/**
 * The words of a text in their order: runs of letters and digits, in lower case, Latin letters without their diacritics. These are
 * the words that SQLite's tokenizer unicode61 (remove_diacritics 2) finds, but for a few exotic code points.
 */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

/**
 * The stems of words, by Porter's rules, as SQLite's tokenizer porter makes them (of words in the letters a to z; SQLite takes the
 * bytes of others for letters). Remembers the words it has met.
 */
export function stemming(): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const stem = stemmer(word);
    known.set(word, stem);
    return stem;
  };
}

const MOST_REMEMBERED = 100_000;

/**
 * The words of a question that say what it is about, one for each stem: English stop words are left out unless nothing else remains.
 */
export function tellingWords(question: string): string[] {
  const words = wordsOf(question);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  const byStem = new Map<string, string>();
  for (const word of telling.length > 0 ? telling : words) {
    const stem = stemmer(word);
    if (!byStem.has(stem)) byStem.set(stem, word);
  }
  return [...byStem.values()];
}

function fold(text: string): string {
  const lower = text.toLowerCase();
  return /^[\0-\x7f]*$/.test(lower) ? lower : withoutDiacritics(lower).replaceAll('ς', 'σ');
}

/** Letters of other scripts keep what is a part of them (й, ё, ά), but not a stress mark (а́). */
function withoutDiacritics(text: string): string {
  const latinBare = text.normalize('NFD').replace(/(\p{Script=Latin})\p{Mn}+/gu, '$1');
  return latinBare.normalize('NFC').replace(/[\u0300-\u036f]/g, '');
}
