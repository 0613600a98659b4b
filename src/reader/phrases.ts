import { isFunctionWord } from './function-words.ts';
import { kindOfNoun } from './noun-kinds.ts';
import { lowerAt, type Span, type Token } from './words.ts';

const LONGEST = 6;

/**
 * Runs of content words that end in a small one, the nouns of a sentence with what describes them, and shorter readings
 * of each. `asked` holds the stems of the question: `acidic bogs` is also read as `acidic` when the question says
 * `bogs`.
 */
export function phrasesIn(tokens: readonly Token[], { from, to }: Span, asked: ReadonlySet<string>): readonly Span[] {
  const found: Span[] = [];
  for (let at = from; at < to; ) {
    const run = { from: at, to: runEnd(tokens, at, to) };
    if (endsInNoun(tokens, run)) found.push(...readingsOf(tokens, run, asked));
    at = Math.max(run.to, at + 1);
  }
  return found;
}

function runEnd(tokens: readonly Token[], start: number, limit: number): number {
  let at = start;
  while (at < limit && tokens[at]?.kind !== 'mark' && !isFunctionWord(lowerAt(tokens, at))) at++;
  return at;
}

function endsInNoun(tokens: readonly Token[], { from, to }: Span): boolean {
  const last = tokens[to - 1];
  return to > from && last?.kind === 'word' && !last.isCapital && !/(ed|ly)$/.test(last.lower);
}

function readingsOf(tokens: readonly Token[], run: Span, asked: ReadonlySet<string>): readonly Span[] {
  const tail = tailOf(tokens, run);
  const starts = [...new Set([run.from, tail, run.to - 1])];
  const ends = starts.map((from) => ({ from, to: run.to })).filter(({ from, to }) => to - from <= LONGEST);
  const last = tokens[run.to - 1];
  const describing =
    run.to - tail > 1 && kindOfNoun(last?.lower ?? '') !== null ? [{ from: run.to - 2, to: run.to - 1 }] : [];
  const unasked = run.to - run.from > 1 && asked.has(last?.stem ?? '') ? [{ from: run.from, to: run.to - 1 }] : [];
  return [...ends, ...describing, ...unasked];
}

/** Where the small words at the end of a run begin. */
function tailOf(tokens: readonly Token[], { from, to }: Span): number {
  let tail = to - 1;
  while (tail > from && tokens[tail - 1]?.isCapital === false && tokens[tail - 1]?.kind === 'word') tail--;
  return tail;
}
