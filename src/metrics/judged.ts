import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import type { Metric } from '../core/metric.ts';
import type { Predictor } from '../core/predictor.ts';
import type { Prediction } from '../core/program.ts';
import { askJudge, harmonicMean, type MetricNeeds, shareIn } from './judge.ts';
import { completeness, decomposedRecallAndPrecision, groundedness, recallAndPrecision } from './judge-signatures.ts';
import { predictedText, predictedTexts } from './metric-inputs.ts';

export interface JudgedOptions {
  /** A score of at least this much counts as correct. */
  readonly threshold: number;
  /** The example's field that holds the ground truth. */
  readonly truth: string;
  /** The prediction's field that holds the response. */
  readonly response: string;
}

/**
 * Recall and precision of the response's ideas against those of the ground truth, as a model judges them, in one number from 0 to 1.
 * One request per score.
 *
 * DSPy 3.0.4, dspy/evaluate/auto_evaluation.py, SemanticF1; there the fields are called `response`.
 */
export function semanticF1(options: JudgedOptions & { readonly decompositional: boolean }, needs: MetricNeeds): Metric {
  const predictor = options.decompositional ? decomposedRecallAndPrecision : recallAndPrecision;
  return judgedMetric('semantic_f1', options, needs, async ({ ask, compared }) => {
    const outputs = await ask('module', predictor, compared);
    return harmonicMean(shareIn(outputs, 'precision', 'semantic_f1'), shareIn(outputs, 'recall', 'semantic_f1'));
  });
}

/** How much of the ground truth the response covers, as a model judges it (DSPy's AnswerCompleteness). One request per score. */
export function answerCompleteness(options: JudgedOptions, needs: MetricNeeds): Metric {
  return judgedMetric('answer_completeness', options, needs, completenessOf);
}

/**
 * How much of the response follows from the predicted `context`, as a model judges it (DSPy's AnswerGroundedness); also known as
 * faithfulness. One request per score.
 */
export function answerGroundedness(options: JudgedOptions, needs: MetricNeeds): Metric {
  return judgedMetric('answer_groundedness', options, needs, groundednessOf);
}

/**
 * Completeness and groundedness in one number. Two requests per score.
 *
 * DSPy 3.0.4, dspy/evaluate/auto_evaluation.py, CompleteAndGrounded.
 */
export function completeAndGrounded(options: JudgedOptions, needs: MetricNeeds): Metric {
  return judgedMetric('complete_and_grounded', options, needs, async (request) => {
    const complete = await completenessOf(request);
    return harmonicMean(await groundednessOf(request), complete);
  });
}

interface JudgeRequest {
  readonly metric: string;
  readonly prediction: Prediction;
  /** Question, ground truth and response. */
  readonly compared: Fields;
  ask(name: string, predictor: Predictor, inputs: Fields): Promise<Fields>;
}

/** DSPy's modules say whether the threshold is reached when there is a trace, which is while demos are collected. */
function judgedMetric(
  metric: string,
  { threshold, truth, response }: JudgedOptions,
  needs: MetricNeeds,
  judge: (request: JudgeRequest) => Promise<number>,
): Metric {
  return {
    name: metric,
    threshold,
    score: async (example, prediction, trace, evidence) => {
      const score = await judge({
        metric,
        prediction,
        compared: {
          question: fieldOf(metric, example, 'question'),
          ground_truth: fieldOf(metric, example, truth),
          system_response: predictedText(metric, prediction, response),
        },
        ask: async (name, predictor, inputs) =>
          askJudge(await needs.judge(), { metric, name, predictor, inputs, evidence }),
      });
      return trace === undefined ? score : score >= threshold;
    },
  };
}

async function completenessOf({ metric, compared, ask }: JudgeRequest): Promise<number> {
  return shareIn(await ask('completeness_module', completeness, compared), 'completeness', metric);
}

async function groundednessOf({ metric, prediction, compared, ask }: JudgeRequest): Promise<number> {
  const { question = null, system_response = null } = compared;
  const inputs = { question, retrieved_context: predictedTexts(metric, prediction, 'context'), system_response };
  return shareIn(await ask('groundedness_module', groundedness, inputs), 'groundedness', metric);
}

function fieldOf(metric: string, { id, fields }: Example, name: string): JsonValue {
  const value = fields[name];
  if (value !== undefined && value !== null) return value;
  const columns = Object.keys(fields).join(', ') || 'nothing';
  throw new RagError('METRIC_FAILED', `${metric}: example "${id}" has no ${name}, only ${columns}`);
}
