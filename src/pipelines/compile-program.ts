import type { Report } from '../core/events.ts';
import type { Example } from '../core/example.ts';
import type { Fields } from '../core/fields.ts';
import type { LanguageModel } from '../core/language-model.ts';
import type { Metric } from '../core/metric.ts';
import type { Attempt, Candidate, Optimizer, RunFunction, Teacher } from '../core/optimizer.ts';
import type { Program, ProgramState } from '../core/program.ts';
import { type Runtime, runProgram } from '../core/run.ts';

export interface CompilePipelineTask {
  readonly program: Program;
  readonly state: ProgramState;
  readonly teacher: Teacher | null;
  /** Where the teacher runs, be it a program of its own or this one; null for `runtime`. */
  readonly teacherRuntime: Runtime | null;
  readonly trainset: readonly Example[];
  readonly valset: readonly Example[] | null;
  readonly optimizer: Optimizer;
  readonly metric: Metric;
  readonly promptModel: LanguageModel;
  readonly runtime: Runtime;
  readonly concurrency: number;
  readonly report: Report;
  /** Writes the compiled state and gives back where it stands. */
  readonly save: (state: ProgramState) => Promise<string>;
}

export interface CompileReport {
  readonly artifact: string;
  readonly state: ProgramState;
  readonly optimizer: string;
  /** Number of training examples. */
  readonly trainset: number;
  /** Demos that the program itself produced, over all predictors. */
  readonly bootstrapped: number;
  /** Demos taken from the training examples as they are, over all predictors. */
  readonly labeled: number;
  readonly attempts: readonly Attempt[];
  readonly demos: readonly Fields[];
  /** Best first; empty when the optimizer scored nothing on the way. */
  readonly candidates: readonly Candidate[];
}

/**
 * Trainset → optimizer → state → artifact. The optimizer sees neither model nor store: it is handed a function that runs the
 * program. Nothing is written unless it succeeds.
 *
 * @throws RagError TRAINSET_EMPTY, TOO_MANY_FAILURES, and whatever a run or `save` throws
 */
export async function compileProgram(task: CompilePipelineTask): Promise<CompileReport> {
  const { optimizer, runtime, teacherRuntime, save, trainset, ...rest } = task;
  const { state, attempts, candidates } = await optimizer.compile({
    ...rest,
    trainset,
    teacher: teacherRuntime === null ? task.teacher : { ...teacherProgram(task), run: runIn(teacherRuntime) },
    run: runIn(runtime),
  });
  const demos = demosOf(state);
  const bootstrapped = demos.filter((demo) => demo.augmented === true).length;
  return {
    artifact: await save(state),
    state,
    optimizer: optimizer.name,
    trainset: trainset.length,
    bootstrapped,
    labeled: demos.length - bootstrapped,
    attempts,
    demos,
    candidates,
  };
}

/** The demos of all predictors. */
export function demosOf(state: ProgramState): readonly Fields[] {
  return Object.values(state).flatMap(({ demos }) => demos);
}

/** With a model of its own, the program itself is a teacher too. */
function teacherProgram({ program, state, teacher }: CompilePipelineTask): Teacher {
  return teacher ?? { program, state };
}

function runIn(runtime: Runtime): RunFunction {
  return (program, state, inputs, sampling) =>
    runProgram({ program, state, inputs, ...(sampling === undefined ? {} : { sampling }) }, runtime);
}
