import type { Interval } from '../stats/interval.ts';
import type { Example } from './example.ts';
import type { Usage } from './language-model.ts';
import type { Prediction } from './program.ts';
import type { Passage } from './retriever.ts';
import type { ModelCall } from './run.ts';

export interface RowError {
  readonly code: string;
  readonly message: string;
}

/** One question of an evaluation: what was asked, what came back, what it scored. */
export interface EvaluationRow {
  readonly example: Example;
  /** Null when the run failed. */
  readonly prediction: Prediction | null;
  /** 0 for a failed row, as DSPy's failure_score. */
  readonly score: number | boolean;
  readonly error: RowError | null;
  readonly passages: readonly Passage[];
  readonly calls: readonly ModelCall[];
  readonly usage: Usage;
  readonly durationMs: number;
}

/** One program's scores on one devset. */
export interface Evaluation {
  /** `zero-shot`, `compiled`, … */
  readonly label: string;
  /** The artifact's path; null for a program that was never saved. */
  readonly program: string | null;
  readonly metric: string;
  /** In devset order, whatever finished first. */
  readonly rows: readonly EvaluationRow[];
  /** Percent, two decimals, rounded as DSPy rounds. */
  readonly score: number;
  /** Sum of the row scores. */
  readonly correct: number;
  readonly total: number;
  /** Rows with an error. */
  readonly failures: number;
}

/** Two evaluations of the same questions, question by question. */
export interface Comparison {
  readonly baseline: string;
  readonly candidate: string;
  /** Percentage points, candidate minus baseline. */
  readonly difference: number;
  /** Percentage points. */
  readonly interval: Interval;
  readonly test: 'exact McNemar' | 'paired permutation';
  /** Of a difference at least this large if neither program were better. */
  readonly pValue: number;
  readonly verdict: 'better' | 'worse' | 'inconclusive';
  readonly gained: number;
  readonly lost: number;
}
