import { z } from 'zod';
import type { Embedder } from '../core/embedder.ts';
import { define, type Registry } from '../core/registry.ts';
import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { bm25Retriever } from './bm25.ts';
import { denseRetriever } from './dense.ts';

/** Either is opened when it is asked for: a retriever that searches elsewhere asks for neither, and then needs no index. */
export interface RetrieverNeeds {
  embedder(): Promise<Embedder>;
  store(): Promise<VectorStore>;
}

const dense = define({
  name: 'dense',
  description: 'Passages whose vectors lie closest to the vector of the question.',
  options: z.strictObject({
    textField: z.string().min(1).default('text').describe('payload field that holds the passage'),
  }),
  create: async ({ textField }, { embedder, store }: RetrieverNeeds) =>
    denseRetriever({ embedder: await embedder(), store: await store(), textField }),
});

const bm25 = define({
  name: 'bm25',
  aliases: ['text'],
  description: 'Passages that share words with the question (BM25); needs a store that can search words.',
  options: z.strictObject({}),
  requires: ['words'],
  create: async (_options, { store }: RetrieverNeeds) => bm25Retriever(await store()),
});

export const retrievers: Registry<Retriever, RetrieverNeeds> = { kind: 'retriever', entries: [dense, bm25] };
