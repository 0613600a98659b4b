import type { Report } from './events.ts';
import type { Example } from './example.ts';
import type { Fields } from './fields.ts';
import type { LanguageModel, Sampling } from './language-model.ts';
import type { Metric } from './metric.ts';
import type { Program, ProgramState } from './program.ts';
import type { Run } from './run.ts';

/** One run of a program in a given state. Rejects with the RagError of a failed run. */
export type RunFunction = (program: Program, state: ProgramState, inputs: Fields, sampling?: Sampling) => Promise<Run>;

/** A program that someone already improved, used to make demos for the one being compiled. */
export interface Teacher {
  readonly program: Program;
  readonly state: ProgramState;
  /** Runs it on a model of its own, as DSPy's `teacher_settings`; the task's `run` when left out. */
  readonly run?: RunFunction;
}

export interface CompileTask {
  readonly program: Program;
  /** Where to start from: `initialState(program)`, or a loaded artifact's state. */
  readonly state: ProgramState;
  readonly trainset: readonly Example[];
  /** For optimizers that score candidates; they fall back to the trainset, as DSPy does, when it is null. */
  readonly valset: readonly Example[] | null;
  readonly metric: Metric;
  readonly teacher: Teacher | null;
  readonly run: RunFunction;
  /** Runs at most this many evaluations at once; bootstrapping is sequential whatever it says. */
  readonly concurrency: number;
  /** For optimizers that write instructions. */
  readonly promptModel: LanguageModel;
  readonly report: Report;
}

export interface Attempt {
  /** Position in the trainset, from 0. */
  readonly index: number;
  readonly round: number;
  readonly outcome: 'accepted' | 'rejected' | 'failed';
  /** Why it failed; null unless `outcome` is `failed`. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** A candidate program that was scored on the way. */
export interface Candidate {
  readonly seed: number;
  /** Percent, two decimals. */
  readonly score: number;
  readonly state: ProgramState;
}

export interface Compiled {
  readonly state: ProgramState;
  readonly attempts: readonly Attempt[];
  /** Best first; empty for optimizers that score nothing. */
  readonly candidates: readonly Candidate[];
}

export interface Optimizer {
  readonly name: string;
  /**
   * A better state of the same program. Deterministic for the same task and the same completions.
   *
   * @throws RagError TRAINSET_EMPTY, TOO_MANY_FAILURES
   */
  compile(task: CompileTask): Promise<Compiled>;
}
