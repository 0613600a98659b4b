import pMap from 'p-map';
import { failsOneExample, RagError } from '../core/errors.ts';
import type { Evaluation, EvaluationRow, RowError } from '../core/evaluation.ts';
import type { Report } from '../core/events.ts';
import { type Example, inputsOf } from '../core/example.ts';
import { type Metric, scoreOf } from '../core/metric.ts';
import type { Prediction, Program, ProgramState } from '../core/program.ts';
import { attemptProgram, type Runtime } from '../core/run.ts';
import { evaluateScore, sumScores } from '../core/score.ts';

export interface EvaluationTask {
  readonly label: string;
  /** The artifact's path, for the report; null for a program that was never saved. */
  readonly path: string | null;
  readonly program: Program;
  readonly state: ProgramState;
  readonly devset: readonly Example[];
  readonly metric: Metric;
  readonly runtime: Runtime;
  readonly concurrency: number;
  /** This many failed rows stop the evaluation, as DSPy's max_errors. */
  readonly maxErrors: number;
  readonly report: Report;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

/**
 * Scores a program on every example, at most `concurrency` at a time; rows come back in devset order. A run or a metric that
 * fails is a row with an error and score 0 (DSPy 3.0.4, dspy/evaluate/evaluate.py, failure_score).
 *
 * @throws RagError DATASET_EMPTY, TOO_MANY_FAILURES, and errors that would meet every row (see `failsOneExample`)
 */
export async function evaluateProgram(task: EvaluationTask): Promise<Evaluation> {
  const { devset, label, metric, report } = task;
  if (devset.length === 0)
    throw new RagError('DATASET_EMPTY', 'there is no question to evaluate on', { hint: 'rag eval --dev 20' });
  const stage = `eval ${label}`;
  const finished: EvaluationRow[] = [];
  report({ type: 'stage-start', stage, total: devset.length });
  const rows = await pMap(
    devset,
    async (example) => {
      const row = await evaluateExample(task, example);
      finished.push(row);
      report({ type: 'stage-advance', stage, by: 1, note: `${sumOfScores(finished)} / ${finished.length}` });
      refuseTooManyFailures(task, finished);
      return row;
    },
    { concurrency: task.concurrency, signal: task.runtime.signal },
  );
  report({ type: 'stage-end', stage });
  const correct = sumOfScores(rows);
  return {
    label,
    program: task.path,
    metric: metric.name,
    rows,
    score: evaluateScore(correct, rows.length),
    correct,
    total: rows.length,
    failures: failuresOf(rows).length,
  };
}

async function evaluateExample(
  { program, state, metric, runtime, clock }: EvaluationTask,
  example: Example,
): Promise<EvaluationRow> {
  const startedAt = clock();
  const run = await attemptProgram({ program, state, inputs: inputsOf(example) }, runtime);
  const { score, error } = run.prediction === null ? failed(run.error) : await judge(metric, example, run.prediction);
  return {
    example,
    prediction: run.prediction,
    score,
    error,
    passages: run.passages,
    calls: run.calls,
    usage: run.usage,
    durationMs: clock() - startedAt,
  };
}

type Judgement = Pick<EvaluationRow, 'score' | 'error'>;

async function judge(metric: Metric, example: Example, prediction: Prediction): Promise<Judgement> {
  try {
    return { score: await scoreOf(metric, example, prediction), error: null };
  } catch (error) {
    if (!failsOneExample(error)) throw error;
    return failed(error);
  }
}

function failed({ code, message }: RowError): Judgement {
  return { score: 0, error: { code, message } };
}

function sumOfScores(rows: readonly EvaluationRow[]): number {
  return sumScores(rows.map(({ score }) => score)).correct;
}

function failuresOf(rows: readonly EvaluationRow[]): EvaluationRow[] {
  return rows.filter((row) => row.error !== null);
}

function refuseTooManyFailures({ label, devset, maxErrors }: EvaluationTask, finished: readonly EvaluationRow[]): void {
  const failures = failuresOf(finished);
  const last = failures.at(-1)?.error;
  if (failures.length < maxErrors || last === undefined || last === null) return;
  throw new RagError(
    'TOO_MANY_FAILURES',
    `${failures.length} of the first ${finished.length} questions failed for "${label}", the last with ${last.code}: ${last.message}`,
    {
      hint: `allow more:  rag eval --max-errors ${devset.length + 1}`,
      details: { label, finished: finished.length, failed: failures.length, score: sumOfScores(finished) },
    },
  );
}
