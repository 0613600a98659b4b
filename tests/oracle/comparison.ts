import { averageMetricText, sumScores } from '../../src/core/score.ts';
import type { Recording } from './recording.ts';
import { requestBody } from './recording.ts';
import type { Replay } from './replay.ts';

export const ASPECTS = ['requests', 'demos', 'score', 'file'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** The same facts from both sides. */
export interface Sides<T = unknown> {
  readonly python: T;
  readonly rag: T;
}

/** Bodies in the order of arrival. */
export interface Requests {
  readonly compile: readonly object[];
  readonly evaluate: readonly object[];
}

/** Null where Python recorded nothing to compare with. */
export interface Comparison extends Readonly<Record<Aspect, Sides | null>> {
  readonly requests: Sides<Requests>;
}

/** Everything about a scenario that must be the same, by the columns of the table in `docs/fidelity.md`. */
export function compareReplay(recording: Recording, replayed: Replay): Comparison {
  return {
    requests: { python: recordedRequests(recording), rag: replayedRequests(replayed) },
    demos: recording.optimizer === null ? null : { python: recordedDemos(recording), rag: replayedDemos(replayed) },
    score: { python: recordedScore(recording), rag: replayedScore(replayed) },
    file:
      recording.optimizer === null ? null : { python: recordedFile(recording), rag: replayedFile(recording, replayed) },
  };
}

const FAILED = 'stopped with an error';

function recordedRequests(recording: Recording): Requests {
  const bodies = ({ exchanges }: Recording['compile' | 'evaluate']) =>
    exchanges.map((exchange) => requestBody(recording, exchange));
  return { compile: bodies(recording.compile), evaluate: bodies(recording.evaluate) };
}

function replayedRequests({ compile, evaluate }: Replay): Requests {
  return { compile: compile?.requests ?? [], evaluate: evaluate.requests };
}

/** The chosen demos, those of every candidate with its score, and what DSPy prints about each bootstrap. */
function recordedDemos({ compile: { error, demos, candidates = [], stdout } }: Recording) {
  if (error !== null) return FAILED;
  return {
    demos,
    candidates: candidates.map(({ seed, score, demos }) => ({ seed, score, demos })),
    printed: stdout.filter(isSummary),
  };
}

function replayedDemos({ compile }: Replay) {
  if (compile === null || compile.data === null) return FAILED;
  const { demos, candidates } = compile.data;
  const short = (list: typeof demos) => list.map(({ question, augmented }) => ({ question, augmented }));
  return {
    demos: short(demos),
    candidates: candidates.map(({ seed, score, demos }) => ({ seed, score, demos: short(demos) })),
    printed: compile.told.filter(isSummary),
  };
}

function isSummary(line: string): boolean {
  return line.startsWith('Bootstrapped ');
}

function recordedScore({ evaluate: { error, score, rows, averages } }: Recording) {
  return error === null ? { score, rows, average: averages.at(-1) } : FAILED;
}

function replayedScore({ evaluate: { data } }: Replay) {
  const variant = data?.variants.at(-1);
  if (variant === undefined) return FAILED;
  const rows = variant.rows.map(({ question, answer, score, error }) => {
    const failed = error !== null;
    // A metric that fails leaves DSPy without the prediction, too. Its failure_score is 0.0.
    return { question, answer: failed ? null : answer, failed, score };
  });
  const scores = variant.rows.map(({ score }) => score);
  return { score: variant.score, rows, average: averageMetricText(sumScores(scores), rows.length) };
}

/** In the words of 3.0.4: newer versions write their own number and a shorter prefix of `reasoning`, whatever the program is. */
function recordedFile({ dspy, compile: { error, saved = '' } }: Recording) {
  if (error !== null) return FAILED;
  return saved
    .replace(`"dspy": "${dspy}"`, '"dspy": "3.0.4"')
    .replace('"prefix": "Reasoning:"', `"prefix": "Reasoning: Let's think step by step in order to"`);
}

/** Without what `rag` adds to each file: its retriever, which is no saved part of the Python program, and a note of its own. */
function replayedFile({ k }: Recording, { saved }: Replay) {
  if (saved === null) return FAILED;
  return saved
    .replace(`{\n  "retrieve": {\n    "k": ${k}\n  },\n`, '{\n')
    .replace(/,\n {4}"rag": \{\n[\s\S]*?\n {4}\}/, '');
}
