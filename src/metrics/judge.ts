import { failsOneExample, invariantBroken, RagError } from '../core/errors.ts';
import type { Fields } from '../core/fields.ts';
import type { MetricEvidence } from '../core/metric.ts';
import type { Predictor } from '../core/predictor.ts';
import { defineProgram, initialState } from '../core/program.ts';
import { attemptProgram, type Runtime } from '../core/run.ts';
import { PythonFloat } from '../python/float.ts';

/** The model that judges, and how it is asked. */
export type Judge = Pick<Runtime, 'languageModel' | 'adapter' | 'signal'>;

/** What a metric is built with. */
export interface MetricNeeds {
  /** Opens the judge's model when the first judgement is wanted. */
  readonly judge: () => Promise<Judge>;
}

export interface Question {
  /** The metric's name, for messages. */
  readonly metric: string;
  /** What the judge is asked, under the name it has in reports. */
  readonly predictor: Predictor;
  readonly name: string;
  readonly inputs: Fields;
  readonly evidence: MetricEvidence | undefined;
}

/**
 * The judge's outputs; every request goes into the evidence. Prompts are DSPy's for the same signature.
 *
 * @throws RagError METRIC_FAILED when the judge's reply is lost or cannot be read, and what would meet every question
 */
export async function askJudge(judge: Judge, { metric, predictor, name, inputs, evidence }: Question): Promise<Fields> {
  const program = defineProgram({
    name: metric,
    predictors: { [name]: predictor },
    retrievers: {},
    forward: (values, { predict }) => predict(name, values),
  });
  const retriever = { name: 'none', retrieve: () => Promise.reject(invariantBroken('a judge fetches no passages')) };
  const run = await attemptProgram({ program, state: initialState(program), inputs }, { ...judge, retriever });
  for (const call of run.calls) evidence?.record(call);
  if (run.prediction !== null) return run.prediction;
  const { error } = run;
  if (!failsOneExample(error)) throw error;
  throw new RagError('METRIC_FAILED', `${metric}: the judge failed with ${error.code}: ${error.message}`, {
    cause: error,
    hint: 'name a stronger model in judgeModel',
  });
}

/**
 * The share, 0 to 1, that a judge gave under `field`; what lies outside is clamped, as in DSPy.
 *
 * @throws RagError METRIC_FAILED when it gave none
 */
export function shareIn(outputs: Fields, field: string, metric: string): number {
  const value = outputs[field];
  const share = value instanceof PythonFloat ? value.value : value;
  if (typeof share === 'number' && !Number.isNaN(share)) return Math.max(0, Math.min(1, share));
  throw new RagError('METRIC_FAILED', `${metric}: the judge gave ${String(share ?? 'nothing')} as ${field}`);
}

/** DSPy 3.0.4, dspy/evaluate/auto_evaluation.py, f1_score, of two shares. */
export function harmonicMean(left: number, right: number): number {
  return left + right === 0 ? 0 : (2 * (left * right)) / (left + right);
}
