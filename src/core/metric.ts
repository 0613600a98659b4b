import { RagError } from './errors.ts';
import type { Example } from './example.ts';
import type { Prediction } from './program.ts';
import type { Passage } from './retriever.ts';
import type { ModelCall, TraceStep } from './run.ts';

/** What else a metric may look at or leave behind. */
export interface MetricEvidence {
  /** All passages the run fetched, in order of retrieval. */
  readonly passages: readonly Passage[];
  /** Keeps a request that the metric itself makes of a model, with the run's own. */
  readonly record: (call: ModelCall) => void;
}

/** Evidence where nobody keeps the requests of a metric. */
export function unrecorded(passages: readonly Passage[]): MetricEvidence {
  return { passages, record: () => {} };
}

export interface Metric {
  /** DSPy's name where DSPy has the metric: `answer_exact_match`. */
  readonly name: string;
  /** A score of at least this much counts as a correct answer; 1 when left out. */
  readonly threshold?: number;
  /**
   * False or 0 (wrong) to true or 1 (right). The trace is present while demos are collected, absent while scores are.
   *
   * @throws RagError METRIC_FAILED when the prediction cannot be judged (for example, its answer is null)
   */
  score(
    example: Example,
    prediction: Prediction,
    trace?: readonly TraceStep[],
    evidence?: MetricEvidence,
  ): number | boolean | Promise<number | boolean>;
}

/** What a metric is asked to judge. */
export interface Judgement {
  readonly example: Example;
  readonly prediction: Prediction;
  readonly trace?: readonly TraceStep[] | undefined;
  readonly evidence?: MetricEvidence | undefined;
}

/**
 * The metric's score. Whatever a metric throws concerns this one example, as in DSPy, where an exception of a metric is
 * an error of its row.
 *
 * @throws RagError METRIC_FAILED
 */
export async function scoreOf(
  metric: Metric,
  { example, prediction, trace, evidence }: Judgement,
): Promise<number | boolean> {
  try {
    return await metric.score(example, prediction, trace, evidence);
  } catch (cause) {
    if (cause instanceof RagError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RagError('METRIC_FAILED', `metric "${metric.name}" failed on example "${example.id}": ${reason}`, {
      cause,
    });
  }
}

/**
 * As `scoreOf`, for a score that is reported: it must be a truth value, or a number from 0 to 1.
 *
 * @throws RagError METRIC_FAILED
 */
export async function reportableScoreOf(metric: Metric, judgement: Judgement): Promise<number | boolean> {
  const score: unknown = await scoreOf(metric, judgement);
  if (typeof score === 'boolean' || (typeof score === 'number' && score >= 0 && score <= 1)) return score;
  const found = typeof score === 'string' ? JSON.stringify(score) : String(score);
  throw new RagError(
    'METRIC_FAILED',
    `metric "${metric.name}" gave ${found} for example "${judgement.example.id}", expected true, false or a number from 0 to 1`,
    { hint: 'correct the metric, or divide its scores by the largest one' },
  );
}
