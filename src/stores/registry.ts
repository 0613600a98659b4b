import { z } from 'zod';
import type { Report } from '../core/events.ts';
import { define, type Registry } from '../core/registry.ts';
import type { VectorStore } from '../core/vector-store.ts';
import type { Proxies } from '../network/proxies.ts';
import { collectionName } from './collection-name.ts';
import { qdrantOptions } from './qdrant-options.ts';

export interface StoreNeeds {
  /** The retriever searches words, so that a store must be able to. */
  readonly searchesWords: boolean;
  /** Makes a path absolute: relative ones count from the folder that holds what rag keeps (`.rag`). */
  resolvePath(path: string): string;
  readonly report: Report;
  readonly proxies: Proxies;
}

const qdrant = define({
  name: 'qdrant',
  description: 'A Qdrant server: vector search, and word search (BM25) where it is wanted.',
  options: qdrantOptions,
  create: async (options, { searchesWords, report, proxies }: StoreNeeds) => {
    const { url, apiKey, collection, timeoutSeconds, batchSize, words, settleSeconds, snapshot, ...layout } = options;
    const { qdrantStore } = await import('./qdrant-store.ts');
    return qdrantStore({
      url,
      apiKey: apiKey ?? null,
      collection,
      timeoutMs: timeoutSeconds * 1000,
      batchSize,
      words: words ?? searchesWords,
      layout,
      patienceMs: settleSeconds == null ? null : settleSeconds * 1000,
      keepsSnapshot: snapshot,
      proxies,
      report,
    });
  },
});

const sqlite = define({
  name: 'sqlite',
  aliases: ['embedded'],
  description: 'A file on this machine, no server: exact vector search and word search (BM25).',
  options: z.strictObject({
    path: z
      .string()
      .min(1)
      .default('index.sqlite')
      .describe('database file, relative to .rag (RAG_HOME); made when it is first written to'),
    collection: collectionName,
  }),
  create: async ({ path, collection }, { resolvePath }: StoreNeeds) => {
    const { sqliteStore } = await import('./sqlite-store.ts');
    return sqliteStore({ path: resolvePath(path), collection });
  },
});

export const stores: Registry<VectorStore, StoreNeeds> = { kind: 'store', entries: [qdrant, sqlite] };
