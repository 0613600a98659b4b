import type { SettingFlag } from './setting-flags.ts';

/** Flags that several commands share; each is listed once, so that it means the same everywhere. */
export const COLLECTION: SettingFlag = {
  flag: '--collection <name>',
  key: 'store.collection',
  description: 'collection of the store',
};
export const STORE_URL: SettingFlag = {
  flag: '--store-url <url>',
  key: 'store.url',
  description: 'address of the vector store',
};
export const EMBEDDING_MODEL: SettingFlag = {
  flag: '--embedding-model <name>',
  key: 'embedding.model',
  description: 'embedding model',
};
export const EMBEDDING_URL: SettingFlag = {
  flag: '--embedding-url <url>',
  key: 'embedding.baseUrl',
  description: 'address of the embedding server, with /v1',
};
export const LANGUAGE_MODEL: SettingFlag = {
  flag: '--language-model <name>',
  key: 'languageModel.model',
  description: 'language model',
};
export const LANGUAGE_MODEL_URL: SettingFlag = {
  flag: '--language-model-url <url>',
  key: 'languageModel.baseUrl',
  description: 'address of the language model server, with /v1',
};
export const TEMPERATURE: SettingFlag = {
  flag: '--temperature <number>',
  key: 'languageModel.temperature',
  description: 'sampling temperature',
};
export const RETRIEVER: SettingFlag = {
  flag: '--retriever <name>',
  key: 'retriever.use',
  description: 'how passages are found: dense, bm25, hybrid',
};
export const ADAPTER: SettingFlag = {
  flag: '--adapter <name>',
  key: 'adapter.use',
  description: 'prompt format: chat, json',
};
export const K: SettingFlag = { flag: '--k <n>', key: 'program.k', description: 'passages per question' };
export const METRIC: SettingFlag = {
  flag: '--metric <name>',
  key: 'metric.use',
  description: 'how a prediction is scored',
};
export const METRICS: SettingFlag = {
  flag: '--metric <name>',
  key: 'metric.use',
  others: 'evaluation.metrics',
  description: 'how a prediction is scored: a name or ./file.js, again for more; the first is compared',
};
export const DATASET: SettingFlag = {
  flag: '--dataset <name>',
  key: 'dataset.use',
  description: 'questions with answers',
};
export const TRAIN: SettingFlag = { flag: '--train <n>', key: 'dataset.train', description: 'training examples' };
export const TRAIN_SEED: SettingFlag = {
  flag: '--train-seed <n>',
  key: 'dataset.trainSeed',
  description: 'seed that orders the training pool',
};
export const DEV: SettingFlag = { flag: '--dev <n>', key: 'dataset.dev', description: 'questions to evaluate on' };
export const EVAL_SEED: SettingFlag = {
  flag: '--eval-seed <n>',
  key: 'dataset.evalSeed',
  description: 'seed that orders the dev pool',
};
export const SEED: SettingFlag = { flag: '--seed <n>', key: 'dataset.evalSeed', description: 'the same, shorter' };
export const CONCURRENCY: SettingFlag = {
  flag: '--concurrency <n>',
  key: 'evaluation.concurrency',
  description: 'questions in flight',
};
export const MAX_EVALUATION_ERRORS: SettingFlag = {
  flag: '--max-errors <n>',
  key: 'evaluation.maxErrors',
  description: 'failed questions that stop the evaluation',
};

/** What it takes to find passages. */
export const RETRIEVAL_FLAGS: readonly SettingFlag[] = [
  COLLECTION,
  STORE_URL,
  EMBEDDING_MODEL,
  EMBEDDING_URL,
  RETRIEVER,
  K,
];

export const REPEAT: SettingFlag = {
  flag: '--repeat <n>',
  key: 'evaluation.repeat',
  description: 'times each question is asked, with a sample of its own',
};

/** Who answers, and how. */
export const LANGUAGE_MODEL_FLAGS: readonly SettingFlag[] = [LANGUAGE_MODEL, LANGUAGE_MODEL_URL, TEMPERATURE];

/** What it takes to run a program. */
export const RUNTIME_FLAGS: readonly SettingFlag[] = [...RETRIEVAL_FLAGS, ...LANGUAGE_MODEL_FLAGS];
