import { z } from 'zod';
import { define, type Registry } from '../core/registry.ts';
import type { VectorStore } from '../core/vector-store.ts';
import { collectionName } from './collection-name.ts';

export interface StoreNeeds {
  /** Makes a path absolute: relative ones count from the config file or the working folder. */
  resolvePath(path: string): string;
}

const sqlite = define({
  name: 'sqlite',
  aliases: ['embedded'],
  description: 'A file on this machine, no server: exact vector search and word search (BM25).',
  options: z.strictObject({
    path: z.string().min(1).default('.rag/index.sqlite').describe('database file; made when it is first written to'),
    collection: collectionName,
  }),
  create: async ({ path, collection }, { resolvePath }: StoreNeeds) => {
    const { sqliteStore } = await import('./sqlite-store.ts');
    return sqliteStore({ path: resolvePath(path), collection });
  },
});

export const stores: Registry<VectorStore, StoreNeeds> = { kind: 'store', entries: [sqlite] };
