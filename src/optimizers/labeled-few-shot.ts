import type { Example } from '../core/example.ts';
import type { Optimizer } from '../core/optimizer.ts';
import { type Program, type ProgramState, resetState } from '../core/program.ts';
import { pythonRandom } from '../python/random.ts';
import { requireExamples } from './require-examples.ts';

export interface LabeledFewShotOptions {
  /** Demos per predictor, or fewer when the trainset is smaller. */
  readonly k: number;
  /** False takes the first `k` examples. */
  readonly sample: boolean;
}

/**
 * An optimizer that shows examples of the trainset as they are. It makes no model call.
 *
 * DSPy 3.0.4, dspy/teleprompt/vanilla.py, LabeledFewShot; an empty trainset is an error here, where DSPy returns the
 * program as it was.
 */
export function labeledFewShot(options: LabeledFewShotOptions): Optimizer {
  return {
    name: 'labeled-few-shot',
    compile: async ({ program, state, trainset }) => {
      requireExamples(trainset);
      return { state: withLabeledDemos(program, state, trainset, options), attempts: [], candidates: [] };
    },
  };
}

/**
 * The state with labelled demos in place of any others. One `Random(0)` serves all predictors, so each gets its own
 * sample.
 */
export function withLabeledDemos(
  program: Program,
  state: ProgramState,
  trainset: readonly Example[],
  { k, sample }: LabeledFewShotOptions,
): ProgramState {
  const random = pythonRandom(0);
  const count = Math.min(k, trainset.length);
  const choose = () => (sample ? random.sample(trainset, count) : trainset.slice(0, count));
  return Object.fromEntries(
    Object.entries(resetState(program, state)).map(([name, predictor]) => [
      name,
      { ...predictor, demos: choose().map(({ fields }) => fields) },
    ]),
  );
}
