import type { Embedder } from '../../src/core/embedder.ts';
import { type Metric, unrecorded } from '../../src/core/metric.ts';
import type { Passage, Retriever } from '../../src/core/retriever.ts';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { retrievalMrr, retrievalNdcg, retrievalRecall } from '../../src/metrics/retrieval.ts';
import { uuidV5 } from '../../src/text/uuid.ts';
import type { Document, Row } from './hotpotqa.ts';

const signal = new AbortController().signal;

/** One point per document, title and text embedded together. */
export async function fillStore(store: VectorStore, embedder: Embedder, documents: readonly Document[]): Promise<void> {
  const vectors = await embedder.embed(
    documents.map(({ title, text }) => `${title}\n${text}`),
    signal,
  );
  await store.open({ dimensions: embedder.dimensions ?? 0, distance: 'cosine', metadata: {} }, signal);
  const points = documents.flatMap(({ id, title, text }, index) => {
    const vector = vectors[index];
    return vector === undefined
      ? []
      : [{ id: uuidV5(NAMESPACE, id), vector, payload: { text, title, document_id: id } }];
  });
  await store.upsert(points, signal);
}

const NAMESPACE = '00000000-0000-0000-0000-000000000000';

/** A question, and the ids of the documents that answer it. */
export type Asked = Pick<Row, 'question' | 'gold_passage_ids'>;

type Score = (row: Asked, passages: readonly Passage[]) => Promise<number>;

/** Means over all questions, three decimals: all that a question needs (all gold@k), shares of it (recall@k), its ranks. */
export async function retrievalScores(
  retrievers: Readonly<Record<string, Retriever>>,
  rows: readonly Asked[],
): Promise<Record<string, Record<string, number>>> {
  const recall = (k: number) => scoreBy(retrievalRecall({ k, gold: 'gold_passage_ids', field: null }));
  const columns: Record<string, Score> = {};
  for (const k of [3, 5, 10]) {
    columns[`all gold@${k}`] = async (row, passages) => ((await recall(k)(row, passages)) === 1 ? 1 : 0);
    columns[`recall@${k}`] = recall(k);
  }
  columns['MRR@10'] = scoreBy(retrievalMrr({ k: 10, gold: 'gold_passage_ids', field: null }));
  columns['nDCG@10'] = scoreBy(retrievalNdcg({ k: 10, gold: 'gold_passage_ids', field: null }));
  const table: Record<string, Record<string, number>> = {};
  for (const [name, retriever] of Object.entries(retrievers)) {
    const found = await foundBy(retriever, rows);
    const means: Record<string, number> = {};
    for (const [column, score] of Object.entries(columns)) {
      const scores = await Promise.all(rows.map((row, index) => score(row, found[index] ?? [])));
      means[column] = Number((scores.reduce((sum, one) => sum + one, 0) / rows.length).toFixed(3));
    }
    table[name] = means;
  }
  return table;
}

/** How many questions find the same passages in the same order both ways. */
export async function sameRanks(
  some: Readonly<Record<string, Retriever>>,
  others: Readonly<Record<string, Retriever>>,
  rows: readonly Asked[],
): Promise<Record<string, { readonly same: number; readonly of: number }>> {
  const table: Record<string, { same: number; of: number }> = {};
  for (const [name, retriever] of Object.entries(some)) {
    const other = others[name];
    if (other === undefined) continue;
    const [first, second] = [await foundBy(retriever, rows), await foundBy(other, rows)];
    table[name] = {
      same: first.filter((found, index) => idsOf(found) === idsOf(second[index])).length,
      of: rows.length,
    };
  }
  return table;
}

function scoreBy(metric: Metric): Score {
  return async ({ gold_passage_ids }, passages) => {
    const example = { id: '', fields: { gold_passage_ids }, inputKeys: [] };
    return Number(await metric.score(example, {}, undefined, unrecorded(passages)));
  };
}

async function foundBy(retriever: Retriever, rows: readonly Asked[]): Promise<(readonly Passage[])[]> {
  const found = [];
  for (const { question } of rows) found.push(await retriever.retrieve(question, 10, signal));
  return found;
}

function idsOf(passages: readonly Passage[] = []): string {
  return passages.map(({ id }) => id).join();
}
