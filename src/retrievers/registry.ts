import { z } from 'zod';
import type { Embedder } from '../core/embedder.ts';
import { define, type Registry } from '../core/registry.ts';
import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { bm25Retriever } from './bm25.ts';
import { denseRetriever } from './dense.ts';
import { filterOption } from './filter-option.ts';
import { hybridRetriever } from './hybrid.ts';
import { DEFAULT_SELECTION } from './selection.ts';

/** Either is opened when it is asked for: a retriever that searches elsewhere asks for neither, and then needs no index. */
export interface RetrieverNeeds {
  embedder(): Promise<Embedder>;
  store(): Promise<VectorStore>;
}

const selection = {
  textField: z.string().min(1).default(DEFAULT_SELECTION.textField).describe('payload field that holds the passage'),
  filter: filterOption,
  scoreThreshold: z.number().nullable().default(null).describe('passages with a lower score are left out'),
  mmrLambda: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('choose passages unlike one another: 1 looks at relevance alone, 0 at difference alone'),
  candidates: z
    .number()
    .min(1)
    .max(100)
    .default(DEFAULT_SELECTION.candidates)
    .describe('points looked at for each passage wanted, in each list, where lists are fused or mmrLambda is set'),
};

const query = {
  queryInstruction: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('task told to the embedding model before a question, never before a passage; null for the bare question'),
};

const weight = z.number().nonnegative().default(1);

const dense = define({
  name: 'dense',
  description: 'Passages whose vectors lie closest to the vector of the question.',
  options: z.strictObject({ ...selection, ...query }),
  create: async (options, { embedder, store }: RetrieverNeeds) =>
    denseRetriever({ ...options, embedder: await embedder(), store: await store() }),
});

const bm25 = define({
  name: 'bm25',
  aliases: ['text'],
  description: 'Passages that share words with the question (BM25); needs a store that can search words.',
  options: z.strictObject(selection),
  requires: ['words'],
  create: async (options, { store }: RetrieverNeeds) => bm25Retriever({ ...options, store: await store() }),
});

const hybrid = define({
  name: 'hybrid',
  description: 'Both: the ranks by vectors and by words, fused.',
  options: z.strictObject({
    ...selection,
    ...query,
    weights: z
      .strictObject({ dense: weight, bm25: weight })
      .nullable()
      .default(null)
      .describe(
        'how much a rank by vectors (dense) and by words (bm25) counts; null: both alike, unless the embedding model knows words only',
      ),
  }),
  requires: ['words'],
  create: async (options, { embedder, store }: RetrieverNeeds) =>
    hybridRetriever({ ...options, embedder: await embedder(), store: await store() }),
});

export const retrievers: Registry<Retriever, RetrieverNeeds> = { kind: 'retriever', entries: [dense, bm25, hybrid] };
