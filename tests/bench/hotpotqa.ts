import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { LanguageModel } from '../../src/core/language-model.ts';
import { chainOfThought } from '../../src/core/predictor.ts';
import type { Retriever } from '../../src/core/retriever.ts';
import { exactMatchScore } from '../../src/metrics/exact-match.ts';
import { f1Score } from '../../src/metrics/token-overlap.ts';
import { bm25Retriever } from '../../src/retrievers/bm25.ts';
import { sqliteStore } from '../../src/stores/sqlite-store.ts';
import { uuidV5 } from '../../src/text/uuid.ts';
import { readSharedJsonLines } from '../shared-data.ts';

export const HOTPOTQA = 'data/hotpotqa/dev-visible-300.qa.jsonl';
const CORPUS = 'data/hotpotqa/dev-visible-300.corpus.jsonl.gz';
const TRAIN = 'data/hotpotqa/dspy-train-seed1-20.jsonl';
/** The four the tutorial's compiled program holds. */
const DEMOS = [4, 19, 18, 3];

export interface Row {
  readonly question: string;
  readonly answer: string;
  readonly gold_titles: readonly string[];
  readonly gold_passage_ids: readonly string[];
}

export interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export const readDocuments = (): readonly Document[] => readSharedJsonLines<Document>(CORPUS);

export const readRows = (): readonly Row[] => readSharedJsonLines<Row>(HOTPOTQA);

export function readDemos(): readonly Fields[] {
  const rows = readSharedJsonLines<{ question: string; answer: string }>(TRAIN);
  return DEMOS.flatMap((index) => rows.slice(index, index + 1)).map(({ question, answer }) => ({ question, answer }));
}

const shown = ({ title, text }: Document): string => `${title} | ${text}`;

/** The gold passages of each row, in the order of its ids. */
export function goldContexts(rows: readonly Row[]): readonly (readonly string[])[] {
  const documents = new Map(readDocuments().map((document) => [document.id, document]));
  return rows.map((row) => row.gold_passage_ids.flatMap((id) => documents.get(id) ?? []).map(shown));
}

/** The three passages that BM25 over the corpus finds for each row, best first; the index is made at `path`. */
export async function foundContexts(path: string, rows: readonly Row[]): Promise<readonly (readonly string[])[]> {
  const { signal } = new AbortController();
  const retriever = await corpusRetriever(path, signal);
  return Promise.all(
    rows.map(async ({ question }) => (await retriever.retrieve(question, 3, signal)).map(({ text }) => text)),
  );
}

/** BM25 over the corpus, in a store at `path`. */
async function corpusRetriever(path: string, signal: AbortSignal): Promise<Retriever> {
  const store = sqliteStore({ path, collection: 'hotpotqa' });
  await store.open({ dimensions: 1, distance: 'cosine', metadata: {} }, signal);
  const points = readDocuments().map((document) => ({
    id: uuidV5(NAMESPACE, document.id),
    vector: Float32Array.of(1),
    payload: { text: shown(document) },
  }));
  await store.upsert(points, signal);
  return bm25Retriever({ store });
}

const NAMESPACE = '00000000-0000-0000-0000-000000000000';

const RAG = chainOfThought('context, question -> answer').signature;

/** The answers of a model to real prompts. */
export async function answersOf(
  model: LanguageModel,
  rows: readonly Row[],
  contexts: readonly (readonly string[])[],
  demos: readonly Fields[],
): Promise<readonly string[]> {
  const adapter = chatAdapter();
  const { signal } = new AbortController();
  return Promise.all(
    rows.map(async ({ question }, index) => {
      const prompt = adapter.format(RAG, demos, { context: contexts[index] ?? [], question });
      const { text } = await model.complete(prompt, {}, signal);
      return String(adapter.parse(RAG, text).answer);
    }),
  );
}

/** Exact match and F1 in percent, two decimals. */
export function scoresOf(
  rows: readonly Row[],
  answers: readonly string[],
): { readonly em: number; readonly f1: number } {
  const percent = (score: (prediction: string, answer: string) => number) =>
    Number(
      ((100 * rows.reduce((sum, { answer }, at) => sum + score(answers[at] ?? '', answer), 0)) / rows.length).toFixed(
        2,
      ),
    );
  return { em: percent(exactMatchScore), f1: percent(f1Score) };
}
