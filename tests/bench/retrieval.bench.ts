import { join } from 'node:path';
import { afterAll, bench, describe } from 'vitest';
import type { Retriever } from '../../src/core/retriever.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { hashingEmbedder } from '../../src/models/hashing-embedder.ts';
import { bm25Retriever } from '../../src/retrievers/bm25.ts';
import { denseRetriever } from '../../src/retrievers/dense.ts';
import { hybridRetriever } from '../../src/retrievers/hybrid.ts';
import { qdrantStore } from '../../src/stores/qdrant-store.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { qdrantServer } from '../fakes/qdrant-server.ts';
import { hasShared } from '../shared-data.ts';
import { makeFolder } from '../temporary-folder.ts';
import { HOTPOTQA, readDocuments, readRows } from './hotpotqa.ts';
import { fillStore, retrievalScores, sameRanks } from './retrieval-scores.ts';

const embedder = hashingEmbedder({ dimensions: 1024 });
const signal = new AbortController().signal;

const retrieversOf = (store: VectorStore): Record<string, Retriever> => ({
  dense: denseRetriever({ embedder, store }),
  bm25: bm25Retriever({ store }),
  hybrid: hybridRetriever({ embedder, store }),
  'hybrid, weights 1 and 1': hybridRetriever({ embedder, store, weights: { dense: 1, bm25: 1 } }),
});

/** What each retriever finds for 300 questions of HotPotQA among 2,958 passages, then what a question costs. */
describe.skipIf(!hasShared(HOTPOTQA))('retrievers on HotPotQA', async () => {
  if (!hasShared(HOTPOTQA)) return;
  const rows = readRows();
  const folder = makeFolder();
  const server = await qdrantServer();
  const sqlite = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'hotpotqa' });
  const qdrant = qdrantStore({ url: server.url, collection: 'hotpotqa', words: true });
  afterAll(async () => {
    await Promise.all([sqlite.close(), qdrant.close()]);
    await server.close();
    folder.remove();
  });
  await fillStore(sqlite, embedder, readDocuments());
  await fillStore(qdrant, embedder, readDocuments());
  const retrievers = retrieversOf(sqlite);

  console.table(await retrievalScores(retrievers, rows));
  console.log('questions with the same ten passages in the same order on SQLite and Qdrant:');
  console.table(await sameRanks(retrievers, retrieversOf(qdrant), rows.slice(0, 50)));

  let asked = 0;
  for (const [name, retriever] of Object.entries(retrievers)) {
    bench(`${name}, 10 passages`, async () => {
      const row = rows[asked++ % rows.length];
      await retriever.retrieve(row?.question ?? '', 10, signal);
    });
  }
});
