import { z } from 'zod';
import { adapters } from '../../adapters/registry.ts';
import { chunkers } from '../../chunkers/registry.ts';
import type { Registry } from '../../core/registry.ts';
import { corpora } from '../../corpora/registry.ts';
import { datasets } from '../../datasets/registry.ts';
import { metrics } from '../../metrics/registry.ts';
import { embedders, languageModels } from '../../models/registry.ts';
import { optimizers } from '../../optimizers/registry.ts';
import { programs } from '../../programs/registry.ts';
import { retrievers } from '../../retrievers/registry.ts';
import { stores } from '../../stores/registry.ts';

const MODEL = z.strictObject({
  cache: z.boolean().default(false).describe('answer repeated requests from the response cache'),
});

/** What the sections' own keys hold after validation; the rest of a section belongs to the part it names in `use`. */
const OWN = {
  corpus: z.strictObject({}),
  chunker: z.strictObject({}),
  embedding: z.strictObject({
    batchSize: z.int().min(1).max(2048).default(100).describe('texts per embedding request'),
    cache: z.boolean().default(true).describe('keep vectors in .rag, so that rag index embeds no text twice'),
  }),
  store: z.strictObject({
    upsertSize: z.int().min(1).max(10_000).default(100).describe('points per upsert'),
  }),
  retriever: z.strictObject({}),
  languageModel: MODEL,
  teacherModel: MODEL,
  judgeModel: MODEL,
  adapter: z.strictObject({}),
  program: z.strictObject({}),
  dataset: z.strictObject({
    train: z.int().min(0).nullable().default(20).describe('training examples; null for the whole pool'),
    dev: z.int().min(0).nullable().default(20).describe('questions to evaluate on; null for the whole pool'),
    trainSeed: z.int().min(0).default(1).describe('seed that orders the training pool'),
    evalSeed: z.int().min(0).default(42).describe('seed that orders the dev pool'),
  }),
  optimizer: z.strictObject({}),
  metric: z.strictObject({}),
} as const;

export type SectionName = keyof typeof OWN;
/** Sections that inherit from another, and are no part of the program when nobody mentions them. */
export type OptionalSectionName = 'teacherModel' | 'judgeModel';
export type OwnSettings = { readonly [Name in SectionName]: z.output<(typeof OWN)[Name]> };

/** A top-level key of the config file whose value names a part. */
export interface Section {
  readonly name: SectionName;
  readonly description: string;
  readonly registry: Registry<unknown, never>;
  readonly own: z.ZodObject;
  /** The section may be left out, and what it does not say is as in this one. */
  readonly inherits?: SectionName;
  /** A list names several parts: the first is the section's, the others stand under this key. */
  readonly others?: string;
}

/** In the order in which a config file is written and shown. */
export const SECTIONS: readonly Section[] = [
  { name: 'corpus', description: 'documents to index', registry: corpora, own: OWN.corpus },
  { name: 'chunker', description: 'how documents are cut', registry: chunkers, own: OWN.chunker },
  { name: 'embedding', description: 'the embedding model', registry: embedders, own: OWN.embedding },
  { name: 'store', description: 'where chunks and vectors live', registry: stores, own: OWN.store },
  { name: 'retriever', description: 'how passages are found', registry: retrievers, own: OWN.retriever },
  { name: 'languageModel', description: 'the model that answers', registry: languageModels, own: OWN.languageModel },
  {
    name: 'teacherModel',
    description: 'the model that makes demos while compiling; what is left out is as in languageModel',
    registry: languageModels,
    own: OWN.teacherModel,
    inherits: 'languageModel',
  },
  {
    name: 'judgeModel',
    description: 'the model that metrics ask for a judgement; what is left out is as in languageModel',
    registry: languageModels,
    own: OWN.judgeModel,
    inherits: 'languageModel',
  },
  { name: 'adapter', description: 'the prompt format', registry: adapters, own: OWN.adapter },
  { name: 'program', description: 'the program to compile, evaluate and run', registry: programs, own: OWN.program },
  { name: 'dataset', description: 'questions with answers', registry: datasets, own: OWN.dataset },
  { name: 'optimizer', description: 'how the program is compiled', registry: optimizers, own: OWN.optimizer },
  {
    name: 'metric',
    description: 'how a prediction is scored; of a list, the first is what programs are compiled for and compared by',
    registry: metrics,
    own: OWN.metric,
    others: 'evaluation.metrics',
  },
];

/** Top-level keys that hold a plain value. */
const EVALUATION = z.strictObject({
  concurrency: z.int().min(1).max(1024).default(8).describe('questions in flight'),
  maxErrors: z.int().min(1).default(10).describe('failed questions that stop the evaluation'),
  answerSearch: z
    .int()
    .min(0)
    .default(1_000_000)
    .describe('chunks to look through for the answers, at most; 0 to look through none'),
  repeat: z.int().min(1).max(1000).default(1).describe('times each question is asked'),
  metrics: z
    .array(z.union([z.string().min(1), z.looseObject({ use: z.string().min(1) })]))
    .default([])
    .describe('further metrics, shown beside the first'),
});
const INDEXING = z.strictObject({
  cleanup: z
    .enum(['none', 'incremental', 'full'])
    .default('full')
    .describe('stale chunks that rag index removes: none, those of documents the corpus still has, or all'),
  maxFailures: z
    .union([z.int().min(0), z.string().regex(/^\d+(\.\d+)?%$/, 'expected a number, or a share such as 5%')])
    .default(0)
    .describe('rows and texts that rag index may leave out: a number, or a share of the rows such as 5%'),
});
export const PLAIN = z.strictObject({
  artifact: z.string().min(1).default('artifacts/compiled_rag_v1.json').describe('where rag compile saves the program'),
  indexing: INDEXING.prefault({}).describe('how a collection is kept in step with its corpus'),
  evaluation: EVALUATION.prefault({}).describe('how questions are put to a program'),
  prices: z
    .record(z.string(), z.strictObject({ prompt: z.number().min(0), completion: z.number().min(0) }))
    .default({})
    .describe('what a million tokens cost, by model'),
});

export type PlainSettings = z.output<typeof PLAIN>;
export const PLAIN_KEYS: readonly string[] = Object.keys(PLAIN.shape);
/** With the names below them, for "did you mean". */
export const PLAIN_NAMES: readonly string[] = [
  ...PLAIN_KEYS,
  ...Object.keys(INDEXING.shape),
  ...Object.keys(EVALUATION.shape),
];
export const SECTION_NAMES: readonly string[] = SECTIONS.map(({ name }) => name);
