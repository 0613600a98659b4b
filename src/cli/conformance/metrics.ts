import { z } from 'zod';
import type { Fields } from '../../core/fields.ts';
import type { Metric } from '../../core/metric.ts';
import { answerExactMatch, exactMatchScore } from '../../metrics/exact-match.ts';
import { answerPassageMatch } from '../../metrics/passage-match.ts';
import { f1Score, hotpotF1Score, precisionScore } from '../../metrics/token-overlap.ts';
import { type Area, type Check, outcomeOf } from './area.ts';
import { readPlain } from './cases.ts';

const answers = z.union([z.string(), z.array(z.string())]);
const pair = z.strictObject({
  prediction: z.string(),
  gold: z.string(),
  em: z.boolean(),
  f1: z.number(),
  hotpotF1: z.number(),
  precision: z.number(),
});
const exact = z.strictObject({ prediction: z.string(), answer: answers, frac: z.number(), result: z.boolean() });
const passages = z.strictObject({ context: z.array(z.string()), answer: answers, result: z.boolean() });
const file = z.looseObject({
  pairs: z.array(pair),
  answerExactMatch: z.array(exact),
  answerPassageMatch: z.array(passages),
});

export const metricsArea: Area = {
  name: 'metrics',
  description: 'exact match, F1, precision and passage match, down to the last bit',
  check: async (vectors) => {
    const recorded = await readPlain(vectors, 'metrics.json', file);
    return [
      ...recorded.pairs.map(checkPair),
      ...recorded.answerExactMatch.map(({ prediction, answer, frac, result }) => ({
        name: `answer_exact_match ${JSON.stringify([prediction, answer, frac])}`,
        expected: result,
        found: outcomeOf(() => judge(answerExactMatch({ frac }), answer, { answer: prediction })),
      })),
      ...recorded.answerPassageMatch.map(({ context, answer, result }) => ({
        name: `answer_passage_match ${JSON.stringify([context, answer])}`,
        expected: result,
        found: outcomeOf(() => judge(answerPassageMatch, answer, { context })),
      })),
    ];
  },
};

function checkPair({ prediction, gold, ...expected }: z.infer<typeof pair>): Check {
  return {
    name: `pair ${JSON.stringify([prediction, gold])}`,
    expected,
    found: outcomeOf(() => ({
      em: exactMatchScore(prediction, gold) === 1,
      f1: f1Score(prediction, gold),
      hotpotF1: hotpotF1Score(prediction, gold),
      precision: precisionScore(prediction, gold),
    })),
  };
}

function judge(metric: Metric, answer: string | string[], prediction: Fields): unknown {
  return metric.score({ id: 'case', fields: { answer }, inputKeys: [] }, prediction);
}
