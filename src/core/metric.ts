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
