import { dprTokens } from './dpr-tokens.ts';
import { normalizeAnswer } from './normalize-answer.ts';

/**
 * The tokens by which an answer and a passage are compared: of the normalized text, so without articles and signs.
 *
 * DSPy 3.0.4, dspy/evaluate/metrics.py, _passage_match. A whole corpus may be read so: words of ASCII, where neither decomposition nor
 * the classes of Unicode matter, take a way that is several times faster.
 */
export function answerTokens(text: string): readonly string[] {
  if (isAscii(text)) return asciiTokens(text);
  const tokens: string[] = [];
  let plain = '';
  for (const word of text.split(' ')) {
    if (isAscii(word)) plain += ` ${word}`;
    else {
      tokens.push(...asciiTokens(plain), ...dprTokens(normalizeAnswer(word)));
      plain = '';
    }
  }
  return [...tokens, ...asciiTokens(plain)];
}

/** True when `run` stands in `tokens`, in one piece; a run of nothing stands everywhere. */
export function containsRun(tokens: readonly string[], run: readonly string[]): boolean {
  const last = tokens.length - run.length;
  for (let start = 0; start <= last; start += 1) {
    if (run.every((token, offset) => tokens[start + offset] === token)) return true;
  }
  return false;
}

/** True when the tokens of the text contain one of the runs. A text that lacks a word of each, as most do, is not taken apart. */
export function containsAnyRun(text: string, runs: readonly (readonly string[])[]): boolean {
  const likely = isAscii(text) ? runsWithin(foldedAscii(text), runs) : runs;
  if (likely.length === 0) return false;
  const tokens = answerTokens(text);
  return likely.some((run) => containsRun(tokens, run));
}

function runsWithin(folded: string, runs: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return runs.filter((run) => run.every((token) => folded.includes(token)));
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

const SIGNS = /[!-/:-@[-`{-~]/g;
const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);

function asciiTokens(text: string): readonly string[] {
  const words = foldedAscii(text).match(/[a-z0-9]+/g) ?? [];
  return words.filter((word) => !ARTICLES.has(word));
}

function foldedAscii(text: string): string {
  return text.replace(SIGNS, '').toLowerCase();
}
