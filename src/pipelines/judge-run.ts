import { failsOneExample, type RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import { type Judgement, type Metric, reportableScoreOf } from '../core/metric.ts';
import type { ReportCall, RowScore } from '../core/report-row.ts';
import type { FailedRun, ModelCall, Run } from '../core/run.ts';
import { reportCall } from './report-call.ts';

/** What the metrics say of one run. */
export interface Verdict {
  /** One per metric. */
  readonly scores: readonly RowScore[];
  /** Of the first metric. */
  readonly error: RagError | null;
  /** By the first metric. */
  readonly isCorrect: boolean;
  /** Requests the metrics made. */
  readonly calls: readonly ReportCall[];
}

/**
 * The scores of a run, one metric after the other. A failed run scores 0 with every metric (DSPy 3.0.4, dspy/evaluate/evaluate.py,
 * failure_score), and so does a run which a metric cannot judge.
 *
 * @throws RagError that would meet every run (see `failsOneExample`): the judge's server is gone
 */
export async function judgeRun(
  metrics: readonly Metric[],
  example: Example,
  { prediction, passages }: Run | FailedRun,
): Promise<Verdict> {
  if (prediction === null) {
    return { scores: metrics.map(() => ({ value: 0, error: null })), error: null, isCorrect: false, calls: [] };
  }
  const calls: ReportCall[] = [];
  const results: Result[] = [];
  for (const metric of metrics) {
    const evidence = { passages, record: (call: ModelCall) => calls.push(reportCall(call, metric.name)) };
    results.push(await scoreWith(metric, { example, prediction, evidence }));
  }
  const [first] = results;
  return {
    scores: results.map(({ value, error }) => ({ value, error: error?.message ?? null })),
    error: first?.error ?? null,
    isCorrect: first?.error === null && Number(first.value) >= (metrics[0]?.threshold ?? 1),
    calls,
  };
}

interface Result {
  readonly value: number | boolean;
  readonly error: RagError | null;
}

async function scoreWith(metric: Metric, judgement: Judgement): Promise<Result> {
  try {
    return { value: await reportableScoreOf(metric, judgement), error: null };
  } catch (error) {
    if (!failsOneExample(error)) throw error;
    return { value: 0, error };
  }
}
