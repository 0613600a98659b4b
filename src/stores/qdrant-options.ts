import { z } from 'zod';
import { collectionName } from './collection-name.ts';
import { PAYLOAD_TYPES } from './qdrant-layout.ts';

/** What a config file may say of a Qdrant store; from `onDisk` on, how the server keeps a collection. */
export const qdrantOptions = z
  .strictObject({
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
  })
  .refine(({ tenant, tenantField }) => tenant == null || tenantField != null, {
    path: ['tenant'],
    error: 'a tenant is found by the field that tells whose a passage is: set tenantField too',
  });
