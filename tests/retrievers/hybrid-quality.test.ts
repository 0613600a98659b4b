import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashingEmbedder } from '../../src/models/hashing-embedder.ts';
import { bm25Retriever } from '../../src/retrievers/bm25.ts';
import { denseRetriever } from '../../src/retrievers/dense.ts';
import { hybridRetriever } from '../../src/retrievers/hybrid.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { type Document, HOTPOTQA, readDocuments, readRows } from '../bench/hotpotqa.ts';
import { type Asked, fillStore, retrievalScores } from '../bench/retrieval-scores.ts';
import { hasShared } from '../shared-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('hybridRetriever', () => {
  const folder = temporaryFolder();
  /** Mean recall among ten by each retriever. */
  const recalls = async (documents: readonly Document[], questions: readonly Asked[]) => {
    const embedder = hashingEmbedder({ dimensions: 1024 });
    const store = sqliteStore({ path: join(folder.path, 'index.sqlite'), collection: 'c' });
    await fillStore(store, embedder, documents);
    const retrievers = {
      dense: denseRetriever({ embedder, store }),
      bm25: bm25Retriever({ store }),
      hybrid: hybridRetriever({ embedder, store }),
    };
    const scores = await retrievalScores(retrievers, questions);
    await store.close();
    return Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, score['recall@10'] ?? 0]));
  };

  it('is as good as the better of its lists on the sample', async () => {
    const {
      dense = 0,
      bm25 = 0,
      hybrid,
    } = await recalls(readSample<Document>('corpus.jsonl'), readSample<Asked>('dev.jsonl'));

    expect(hybrid).toBeGreaterThanOrEqual(Math.max(dense, bm25) - 0.01);
  });

  it.skipIf(!hasShared(HOTPOTQA))('is as good as the better of its lists on HotPotQA', async () => {
    expect(await recalls(readDocuments(), readRows())).toEqual({ dense: 0.838, bm25: 0.912, hybrid: 0.91 });
  });
});

function readSample<T>(name: string): T[] {
  const text = readFileSync(new URL(`../../configs/offline/${name}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
