import { answerTokens } from './token-runs.ts';

/** Finds answers in many texts, each answer once. */
export interface RunFinder {
  /** The answers that stand in the text and in none before it. */
  search(text: string): readonly string[];
  /** Number of answers that no text has held so far. */
  readonly missing: number;
}

interface Wanted {
  readonly answer: string;
  readonly run: readonly string[];
}

/**
 * A finder of these answers, which tells the same as `containsRun` for each of them. One pass over the tokens of a text, however many
 * answers there are.
 */
export function runFinder(answers: Iterable<string>): RunFinder {
  const byFirst = new Map<string, Wanted[]>();
  let missing = 0;
  for (const answer of new Set(answers)) {
    const run = answerTokens(answer);
    const [first] = run;
    if (first === undefined) continue;
    byFirst.set(first, [...(byFirst.get(first) ?? []), { answer, run }]);
    missing += 1;
  }
  /** Answers whose run starts here; they are not looked for again. */
  const startingAt = (tokens: readonly string[], start: number, candidates: readonly Wanted[]): readonly Wanted[] => {
    const hits = candidates.filter(({ run }) => run.every((token, offset) => tokens[start + offset] === token));
    for (const { run } of hits)
      byFirst.set(
        run[0] ?? '',
        candidates.filter((wanted) => !hits.includes(wanted)),
      );
    return hits;
  };
  return {
    search: (text) => {
      if (missing === 0) return [];
      const tokens = answerTokens(text);
      const hits: string[] = [];
      for (const [start, token] of tokens.entries()) {
        const candidates = byFirst.get(token);
        if (candidates === undefined) continue;
        hits.push(...startingAt(tokens, start, candidates).map(({ answer }) => answer));
      }
      missing -= hits.length;
      return hits;
    },
    get missing() {
      return missing;
    },
  };
}
