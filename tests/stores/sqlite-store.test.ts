import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { testVectorStore } from '../contracts/vector-store.contract.ts';

testVectorStore('sqliteStore', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rag-store-'));
  return {
    store: (collection) => sqliteStore({ path: join(folder, 'index.sqlite'), collection }),
    close: async () => rmSync(folder, { recursive: true }),
  };
});
