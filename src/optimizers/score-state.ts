import pMap from 'p-map';

import { failsOneExample, type RagError } from '../core/errors.ts';
import { type Example, inputsOf } from '../core/example.ts';
import { scoreOf, unrecorded } from '../core/metric.ts';
import type { CompileTask } from '../core/optimizer.ts';
import type { ProgramState } from '../core/program.ts';
import { evaluateScore, sumScores } from '../core/score.ts';
import { tooManyFailures } from './too-many-failures.ts';

export interface ScoreRequest {
  readonly state: ProgramState;
  readonly examples: readonly Example[];
  /** Names the candidate in progress events and messages. */
  readonly stage: string;
  readonly maxErrors: number;
}

/**
 * Percent, two decimals, of the examples that the program answers well in this state; a failed one counts 0. At most
 * `concurrency` runs at once; the order in which they end makes no difference. The metric gets no trace, which tells it
 * that this is no bootstrapping.
 *
 * DSPy 3.0.4, dspy/evaluate/evaluate.py, with failure_score 0.0.
 *
 * @throws RagError TOO_MANY_FAILURES
 */
export async function scoreState(
  { state, examples, stage, maxErrors }: ScoreRequest,
  task: CompileTask,
): Promise<number> {
  const { program, run, metric, concurrency, report } = task;
  const failures: RagError[] = [];
  const scoreExample = async (example: Example): Promise<number | boolean> => {
    try {
      const { prediction, passages } = await run(program, state, inputsOf(example));
      return await scoreOf(metric, { example, prediction, evidence: unrecorded(passages) });
    } catch (error) {
      if (!failsOneExample(error)) throw error;
      failures.push(error);
      if (failures.length >= maxErrors) {
        throw tooManyFailures(
          { failures: failures.length, stage: `scoring ${stage}`, details: { examples: examples.length } },
          error,
        );
      }
      return 0;
    } finally {
      report({ type: 'stage-advance', stage, by: 1 });
    }
  };
  report({ type: 'stage-start', stage, total: examples.length });
  const scores = await pMap(examples, scoreExample, { concurrency });
  report({ type: 'stage-end', stage });
  return evaluateScore(sumScores(scores).correct, scores.length);
}
