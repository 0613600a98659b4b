import { z } from 'zod';
import type { Embedder } from '../core/embedder.ts';
import { define, type Registry } from '../core/registry.ts';
import type { Retriever } from '../core/retriever.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { bm25Retriever } from './bm25.ts';
import { denseRetriever } from './dense.ts';

export interface RetrieverNeeds {
  readonly embedder: Embedder;
  readonly store: VectorStore;
}

const dense = define({
  name: 'dense',
  description: 'Passages whose vectors lie closest to the vector of the question.',
  options: z.strictObject({
    textField: z.string().min(1).default('text').describe('payload field that holds the passage'),
  }),
  create: ({ textField }, { embedder, store }: RetrieverNeeds) => denseRetriever({ embedder, store, textField }),
});

const bm25 = define({
  name: 'bm25',
  aliases: ['text'],
  description: 'Passages that share words with the question (BM25); needs a store that can search words.',
  options: z.strictObject({}),
  create: (_options, { store }: RetrieverNeeds) => bm25Retriever(store),
});

export const retrievers: Registry<Retriever, RetrieverNeeds> = { kind: 'retriever', entries: [dense, bm25] };
