import type { Comparison, Evaluation } from '../core/evaluation.ts';
import type { Example } from '../core/example.ts';
import { compareEvaluations } from '../pipelines/compare-evaluations.ts';
import { evaluateProgram } from '../pipelines/evaluate-program.ts';
import type { CommandContext } from './command.ts';
import type { LoadedProgram } from './load-program.ts';
import type { Wiring } from './wire.ts';

export interface Variant extends LoadedProgram {
  readonly label: string;
}

export interface Scores {
  readonly evaluations: readonly Evaluation[];
  /** The last variant against the first; null for a single one. */
  readonly comparison: Comparison | null;
  /** What the scores do not show; null where the model says nothing about it. */
  readonly caveat: string | null;
}

/** Scores each variant on the same questions, one variant after the other. */
export async function evaluateVariants(
  variants: readonly Variant[],
  devset: readonly Example[],
  wiring: Wiring,
  context: CommandContext,
): Promise<Scores> {
  const metric = await wiring.metric();
  const runtime = await wiring.runtime();
  const { concurrency, maxErrors } = wiring.config.plain.evaluation;
  const evaluations: Evaluation[] = [];
  for (const variant of variants) {
    evaluations.push(
      await evaluateProgram({
        ...variant,
        devset,
        metric,
        runtime,
        concurrency,
        maxErrors,
        report: context.report,
        clock: context.clock,
      }),
    );
  }
  const [baseline] = evaluations;
  const candidate = evaluations.at(-1);
  const comparable = baseline !== undefined && candidate !== undefined && baseline !== candidate;
  return {
    evaluations,
    comparison: comparable ? compareEvaluations(baseline, candidate) : null,
    caveat: runtime.languageModel.caveat ?? null,
  };
}
