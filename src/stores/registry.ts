import { z } from 'zod';
import type { Report } from '../core/events.ts';
import { define, type Registry } from '../core/registry.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { collectionName } from './collection-name.ts';
import { PAYLOAD_TYPES } from './qdrant-layout.ts';

export interface StoreNeeds {
  /** The retriever searches words, so that a store must be able to. */
  readonly searchesWords: boolean;
  /** Makes a path absolute: relative ones count from the folder that holds what rag keeps (`.rag`). */
  resolvePath(path: string): string;
  readonly report: Report;
}

const qdrant = define({
  name: 'qdrant',
  description: 'A Qdrant server: vector search, and word search (BM25) where it is wanted.',
  options: z.strictObject({
    url: z.string().default('http://localhost:6333').describe('where the server is; port 6333 when http says none'),
    apiKey: z.string().min(1).nullish().describe('sent as a bearer token'),
    collection: collectionName,
    timeoutSeconds: z.number().positive().default(60).describe('longest time for one request'),
    batchSize: z.int().positive().default(256).describe('most points in one request'),
    words: z
      .boolean()
      .nullish()
      .describe('index words too, for the retrievers bm25 and hybrid; when left out, if the retriever needs them'),
    onDisk: z.boolean().nullish().describe('keep vectors and payloads on the disk, in memory only what is used often'),
    quantization: z
      .strictObject({
        type: z.enum(['scalar', 'binary']).describe('a byte for each number, or a bit'),
        alwaysRam: z.boolean().default(true).describe('keep the small copies in memory'),
        rescore: z.boolean().default(true).describe('score what is found again, by the vectors themselves'),
        oversampling: z.number().min(1).default(2).describe('times as many candidates to score again'),
      })
      .nullish()
      .describe('search small copies of the vectors first'),
    hnsw: z
      .strictObject({
        m: z.int().min(4).max(128).nullish().describe('neighbours of a point in the graph'),
        efConstruct: z.int().min(4).nullish().describe('candidates for each neighbour while the graph is built'),
        onDisk: z.boolean().nullish().describe('keep the graph on the disk'),
      })
      .nullish()
      .describe('the graph that searches follow'),
    searchEf: z.int().positive().nullish().describe('candidates a search looks at in the graph'),
    shards: z.int().positive().nullish().describe('parts of a new collection, which nodes of a cluster share'),
    replicas: z.int().positive().nullish().describe('copies of each shard, on different nodes'),
    writeConsistency: z.int().positive().nullish().describe('copies that must have a point before it counts as stored'),
    payloadIndexes: z
      .record(z.string().min(1), z.enum(PAYLOAD_TYPES))
      .nullish()
      .describe('fields that filters name, and their types'),
    tenantField: z.string().min(1).nullish().describe('field that tells whose a passage is'),
    tenant: z.string().min(1).nullish().describe('search the passages of this tenant only'),
    bulk: z.boolean().default(false).describe('build the graph of a new collection when it is filled, not before'),
    settleSeconds: z
      .number()
      .min(0)
      .nullish()
      .describe('longest wait for the server to arrange what it has got; 5, and 3600 after a bulk load'),
    snapshot: z
      .boolean()
      .default(false)
      .describe('keep what rag index --recreate replaces as a snapshot on the server'),
  }),
  create: async (options, { searchesWords, report }: StoreNeeds) => {
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
