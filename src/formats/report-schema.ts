import { z } from 'zod';
import { type Fields, isFields } from '../core/fields.ts';
import { DIAGNOSES, FORMS, OUTCOMES } from '../core/outcome.ts';
import { PythonFloat } from '../python/float.ts';

/** Another program may have rewritten 1 as 1.0, which reading keeps apart. */
const number = z.preprocess((value) => (value instanceof PythonFloat ? value.value : value), z.number());
const count = z.int().min(0);
const fields = z.custom<Fields>(isFields, 'expected an object');
const text = z.string();

const interval = z.strictObject({ low: number, high: number, confidence: number });
const error = z.strictObject({ code: text, message: text });
const usage = z.strictObject({ promptTokens: number, completionTokens: number });
const rate = z.strictObject({ found: count, of: count });

const run = z.strictObject({
  tool: text,
  startedAt: text.nullable(),
  seconds: number.nullable(),
  metrics: z.array(text).min(1),
  languageModel: text,
  embeddingModel: text.nullable(),
  settings: fields,
  data: z.strictObject({ name: text, digest: text, questions: count, filters: z.array(text) }),
  index: z.strictObject({ collection: text, points: count, metadata: fields, digest: text.nullable() }).nullable(),
  samples: z.int().min(1),
  shard: z.strictObject({ index: z.int().min(1), count: z.int().min(1) }).nullable(),
  caveats: z.array(text),
  stopped: error.nullable(),
});

const call = z.strictObject({
  judge: text.nullable(),
  predictor: text,
  adapter: text,
  model: text,
  /** Positions in the report's list of messages. */
  prompt: z.array(count),
  reply: text.nullable(),
  finishReason: text.nullable(),
  cached: z.boolean(),
  usage,
  error: error.nullable(),
});

const row = z.strictObject({
  id: text,
  index: count,
  sample: count,
  inputs: fields,
  expected: fields,
  prediction: fields.nullable(),
  outcome: z.enum(OUTCOMES),
  error: error.nullable(),
  scores: z.array(z.strictObject({ value: z.union([number, z.boolean()]), error: text.nullable() })),
  answerInCorpus: z.boolean().nullable(),
  answerInPassages: z.boolean().nullable(),
  diagnosis: z.enum(DIAGNOSES).nullable(),
  form: z.enum(FORMS).nullable(),
  passages: z.array(z.strictObject({ id: text, text, score: number, metadata: fields })),
  calls: z.array(call),
  usage,
  cost: number.nullable(),
  durationMs: number.nullable(),
});

const score = z.strictObject({
  metric: text,
  score: number,
  sum: number,
  total: count,
  isGraded: z.boolean(),
  interval,
  bounds: z.strictObject({ low: number, high: number }),
});

const variant = z.strictObject({
  label: text,
  program: text.nullable(),
  programDigest: text,
  scores: z.array(score),
  outcomes: z.record(z.enum(OUTCOMES), count),
  diagnoses: z.record(z.enum(DIAGNOSES), count),
  forms: z.record(z.enum(FORMS), count),
  answerInCorpus: rate.nullable(),
  answerInPassages: rate.nullable(),
  latency: z.strictObject({ mean: number, p50: number, p90: number, p95: number, p99: number, max: number }).nullable(),
  usage,
  cost: number.nullable(),
  stability: z
    .strictObject({
      samples: z.int().min(1),
      samplingVariance: number,
      questionVariance: number,
      standardError: number,
      unstable: z.array(text),
    })
    .nullable(),
  rows: z.array(row),
});

const comparison = z.strictObject({
  metric: text,
  baseline: text,
  baselineFile: text.nullable(),
  candidate: text,
  questions: count,
  leftOut: count.default(0),
  difference: number,
  interval,
  test: z.enum(['exact McNemar', 'paired permutation']),
  pValue: number,
  verdict: z.enum(['better', 'worse', 'inconclusive']),
  pairs: z.strictObject({ gained: count, lost: count, bothRight: count, bothWrong: count }),
  questionsNeeded: count.nullable(),
});

/** Version 1 of a report file: what `core/report.ts` describes, with each prompt message stored once. */
export const savedReport = z.strictObject({
  schema: z.literal('rag-report/v1'),
  run,
  comparisons: z.array(comparison),
  power: z.strictObject({
    questions: count,
    power: number,
    significance: number,
    detectableGain: number.nullable(),
  }),
  gates: z.array(
    z.strictObject({
      name: text,
      requirement: text,
      outcome: z.enum(['pass', 'fail', 'inconclusive']),
      explanation: text,
    }),
  ),
  variants: z.array(variant),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: text })),
});

export type SavedReport = z.output<typeof savedReport>;
