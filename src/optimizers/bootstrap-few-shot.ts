import type { Example } from '../core/example.ts';
import type { Fields } from '../core/fields.ts';
import type { Attempt, CompileTask, Optimizer } from '../core/optimizer.ts';
import { type ProgramState, resetState } from '../core/program.ts';
import type { TraceStep } from '../core/run.ts';
import { pythonRandom } from '../python/random.ts';
import { type AttemptResult, attemptExample } from './bootstrap-attempt.ts';
import { demosFromTrace } from './demos-from-trace.ts';
import { requireExamples } from './require-examples.ts';
import { type BootstrapTeacher, prepareTeacher, withoutRecord } from './teacher.ts';
import { tooManyFailures } from './too-many-failures.ts';

export interface BootstrapOptions {
  /** Bootstrapped demos per predictor; bootstrapping stops when as many examples succeeded. */
  readonly maxBootstrappedDemos: number;
  /**
   * All demos per predictor: labelled ones fill up what bootstrapping left. Also the labelled demos shown to the
   * teacher.
   */
  readonly maxLabeledDemos: number;
  /** Runs per example; from the second on with a fresh sample at temperature 1. */
  readonly maxRounds: number;
  /** Failed runs after which compiling stops. */
  readonly maxErrors: number;
  /** The score a run needs; null and 0 accept any score but 0 and false, as in DSPy. */
  readonly metricThreshold: number | null;
}

/**
 * An optimizer that turns successful runs on the trainset into demos. Runs one after the other, in trainset order, at
 * most `maxRounds` per example.
 *
 * DSPy 3.0.4, dspy/teleprompt/bootstrap.py, BootstrapFewShot. Two things differ: an empty trainset is an error with a
 * name, and an error that every run would meet stops at once instead of being counted. As there, failures add up over
 * the life of the optimizer: compiling twice with one object does not start from 0 again.
 */
export function bootstrapFewShot(options: BootstrapOptions): Optimizer {
  const failures = { count: 0 };
  return {
    name: 'bootstrap-few-shot',
    compile: async (task) => {
      requireExamples(task.trainset);
      const teacher = prepareTeacher(task, options.maxLabeledDemos);
      const session: Session = {
        task,
        options,
        failures,
        teacher,
        attempts: [],
        accepted: new Set(),
        demos: new Map(),
      };
      await bootstrap(session);
      return { state: studentState(session), attempts: session.attempts, candidates: [] };
    },
  };
}

/** One compilation. Its attempts, which never overlap, write down here what they found. */
interface Session {
  readonly task: CompileTask;
  readonly options: BootstrapOptions;
  /** Shared by all compilations of one optimizer. */
  readonly failures: { count: number };
  teacher: BootstrapTeacher;
  readonly attempts: Attempt[];
  /** Trainset positions that gave a demo. */
  readonly accepted: Set<number>;
  readonly demos: Map<string, Fields[]>;
}

async function bootstrap(session: Session): Promise<void> {
  const { trainset, report } = session.task;
  let last = 0;
  report({ type: 'stage-start', stage: 'bootstrap', total: trainset.length });
  for (const [index, example] of trainset.entries()) {
    last = index;
    if (session.accepted.size >= session.options.maxBootstrappedDemos) break;
    await bootstrapExample(session, example, index);
    report({ type: 'stage-advance', stage: 'bootstrap', by: 1 });
  }
  report({ type: 'stage-end', stage: 'bootstrap' });
  report({ type: 'notice', level: 'info', code: 'BOOTSTRAP_SUMMARY', message: summaryOf(session, last) });
}

async function bootstrapExample(session: Session, example: Example, index: number): Promise<void> {
  const { task, options, accepted } = session;
  const { metric } = task;
  const { metricThreshold, maxRounds } = options;
  for (let round = 0; round < maxRounds && !accepted.has(index); round += 1) {
    const { run, program } = session.teacher;
    const state = withoutRecord(session.teacher, example.fields);
    const result = await attemptExample({ run, program, state, metric, metricThreshold, example, round });
    record(session, result, { example, index, round });
    if (result.outcome === 'accepted') keepDemos(session, index, result.trace);
    // DSPy puts the teacher's demos back only after a run that succeeded: what a failed run went without stays away.
    if (result.outcome === 'failed' && result.during === 'run') session.teacher = { ...session.teacher, state };
  }
}

interface Place {
  readonly example: Example;
  readonly index: number;
  readonly round: number;
}

function record({ task, options, failures, attempts }: Session, result: AttemptResult, place: Place): void {
  const { index, round, example } = place;
  const { outcome } = result;
  const error = outcome === 'failed' ? { code: result.error.code, message: result.error.message } : null;
  attempts.push({ index, round, outcome, error });
  task.report({ type: 'attempt-end', exampleId: example.id, index, round, outcome, error: error?.message ?? null });
  if (outcome !== 'failed') return;
  failures.count += 1;
  if (failures.count >= options.maxErrors) {
    const details = { attempts: attempts.map((attempt) => ({ ...attempt })) };
    throw tooManyFailures({ failures: failures.count, stage: 'bootstrapping', details }, result.error);
  }
}

function keepDemos({ accepted, demos }: Session, index: number, trace: readonly TraceStep[]): void {
  accepted.add(index);
  for (const [name, demo] of demosFromTrace(trace)) demos.set(name, [...(demos.get(name) ?? []), demo]);
}

/** DSPy's words. `last` is its loop variable: the examples seen after an early stop, one less when it saw all. */
function summaryOf({ accepted, attempts, options }: Session, last: number): string {
  return (
    `Bootstrapped ${accepted.size} full traces after ${last} examples for up to ${options.maxRounds} rounds, ` +
    `amounting to ${attempts.length} attempts.`
  );
}

/**
 * Bootstrapped demos first, then labelled ones. Each predictor samples what the one before it sampled, as DSPy's
 * `_train`.
 */
function studentState({ task, options, accepted, demos }: Session): ProgramState {
  const random = pythonRandom(0);
  const unused = task.trainset.filter((_, index) => !accepted.has(index));
  let labeled = pythonRandom(0).shuffle(unused);
  const fill = (name: string): readonly Fields[] => {
    const augmented = (demos.get(name) ?? []).slice(0, options.maxBootstrappedDemos);
    const wanted = Math.max(0, options.maxLabeledDemos - augmented.length);
    labeled = random.sample(labeled, Math.min(wanted, labeled.length));
    return [...augmented, ...labeled.map(({ fields }) => fields)];
  };
  const reset = Object.entries(resetState(task.program, task.state));
  return Object.fromEntries(reset.map(([name, predictor]) => [name, { ...predictor, demos: fill(name) }]));
}
