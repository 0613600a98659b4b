import { failsOneExample, type RagError } from '../core/errors.ts';
import { type Example, inputsOf } from '../core/example.ts';
import type { Sampling } from '../core/language-model.ts';
import { type Metric, scoreOf, unrecorded } from '../core/metric.ts';
import type { RunFunction } from '../core/optimizer.ts';
import type { Program, ProgramState } from '../core/program.ts';
import type { TraceStep } from '../core/run.ts';

export interface AttemptRequest {
  readonly run: RunFunction;
  readonly program: Program;
  readonly state: ProgramState;
  readonly metric: Metric;
  readonly metricThreshold: number | null;
  readonly example: Example;
  /** 0 asks as usual, so the response cache may answer; later rounds ask for a fresh sample. */
  readonly round: number;
}

export type AttemptResult =
  | { readonly outcome: 'accepted'; readonly trace: readonly TraceStep[] }
  | { readonly outcome: 'rejected' }
  | { readonly outcome: 'failed'; readonly during: 'run' | 'metric'; readonly error: RagError };

/**
 * What one run of the teacher on one example came to.
 *
 * @throws RagError when the error would meet every run (see `failsOneExample`)
 */
export async function attemptExample({
  run,
  program,
  state,
  metric,
  metricThreshold,
  example,
  round,
}: AttemptRequest): Promise<AttemptResult> {
  let during: 'run' | 'metric' = 'run';
  try {
    const { prediction, trace, passages } = await run(program, state, inputsOf(example), samplingOf(round));
    during = 'metric';
    const score = await scoreOf(metric, { example, prediction, trace, evidence: unrecorded(passages) });
    return isSuccess(score, metricThreshold) ? { outcome: 'accepted', trace } : { outcome: 'rejected' };
  } catch (error) {
    if (!failsOneExample(error)) throw error;
    return { outcome: 'failed', during, error };
  }
}

function samplingOf(round: number): Sampling {
  return round === 0 ? {} : { rolloutId: round, temperature: 1 };
}

/**
 * DSPy tests thresholds and scores for truth: a threshold of 0 is none, and any score but 0 and false (even NaN) is a
 * success.
 */
function isSuccess(score: number | boolean, threshold: number | null): boolean {
  if (threshold !== null && threshold !== 0) return Number(score) >= threshold;
  return score !== 0 && score !== false;
}
