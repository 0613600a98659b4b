import { RagError } from './errors.ts';
import type { Example } from './example.ts';
import type { Prediction } from './program.ts';
import type { TraceStep } from './run.ts';

export interface Metric {
  /** DSPy's name where DSPy has the metric: `answer_exact_match`. */
  readonly name: string;
  /**
   * False or 0 (wrong) to true or 1 (right). The trace is present while compiling, absent while evaluating.
   *
   * @throws RagError METRIC_FAILED when the prediction cannot be judged (for example, its answer is null)
   */
  score(
    example: Example,
    prediction: Prediction,
    trace?: readonly TraceStep[],
  ): number | boolean | Promise<number | boolean>;
}

/**
 * The metric's score. Whatever a metric throws concerns this one example, as in DSPy, where an exception of a metric is
 * an error of its row.
 *
 * @throws RagError METRIC_FAILED
 */
export async function scoreOf(
  metric: Metric,
  example: Example,
  prediction: Prediction,
  trace?: readonly TraceStep[],
): Promise<number | boolean> {
  try {
    return await metric.score(example, prediction, trace);
  } catch (cause) {
    if (cause instanceof RagError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RagError('METRIC_FAILED', `metric "${metric.name}" failed on example "${example.id}": ${reason}`, {
      cause,
    });
  }
}
