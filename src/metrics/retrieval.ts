import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { Metric, MetricEvidence } from '../core/metric.ts';
import type { Passage } from '../core/retriever.ts';
import { isList } from '../python/value.ts';

export interface RetrievalOptions {
  /** Passages that count, best first; null for all that were fetched. */
  readonly k: number | null;
  /** The example's field that lists what should be found: titles, or ids of passages or documents. */
  readonly gold: string | null;
  /** The passages' metadata field to compare with; `id` for their own ids. Null for the usual ones. */
  readonly field: string | null;
}

/** The share of what should be found that the first `k` passages show, 0 to 1. */
export function retrievalRecall(options: RetrievalOptions): Metric {
  return retrievalMetric('retrieval_recall', options, ({ ranks, gold }) => ranks.length / gold);
}

/** One over the rank of the first passage that should be found; 0 when none of the first `k` is one. */
export function retrievalMrr(options: RetrievalOptions): Metric {
  return retrievalMetric('retrieval_mrr', options, ({ ranks: [first] }) => (first === undefined ? 0 : 1 / first));
}

/**
 * Normalized discounted cumulative gain of the first `k` passages, 0 to 1: each thing that should be found gains 1 / log₂(rank + 1)
 * with the first passage that shows it. K. Järvelin and J. Kekäläinen, ACM TOIS 20(4), 2002, with binary relevance.
 */
export function retrievalNdcg(options: RetrievalOptions): Metric {
  return retrievalMetric('retrieval_ndcg', options, ({ ranks, gold }) => {
    const best = Array.from({ length: Math.min(gold, options.k ?? gold) }, (_, index) => index + 1);
    return discounted(ranks) / discounted(best);
  });
}

interface Found {
  /** Of the first passage that shows it, for each thing found; from 1, ascending. */
  readonly ranks: readonly number[];
  /** How many things should be found. */
  readonly gold: number;
}

function retrievalMetric(kind: string, options: RetrievalOptions, scoreOf: (found: Found) => number): Metric {
  const name = options.k === null ? kind : `${kind}@${options.k}`;
  return {
    name,
    score: (example, _prediction, _trace, evidence) => {
      const column = goldColumn(name, example, options);
      const gold = goldOf(name, example, column);
      const passages = fetched(name, evidence).slice(0, options.k ?? undefined);
      return scoreOf({ ranks: ranksOf(passages, gold, namesOf(column, options)), gold: gold.size });
    },
  };
}

const COLUMNS = ['gold_titles', 'gold_passage_ids'];

function goldColumn(name: string, { id, fields }: Example, { gold }: RetrievalOptions): string {
  const wanted = gold === null ? COLUMNS : [gold];
  const column = wanted.find((candidate) => fields[candidate] !== undefined);
  if (column !== undefined) return column;
  const columns = Object.keys(fields).join(', ') || 'nothing';
  throw new RagError('METRIC_FAILED', `${name}: example "${id}" has no ${wanted.join(' or ')}, only ${columns}`, {
    hint: 'name the column in dataset.keep, and in the option "gold" of the metric',
  });
}

function goldOf(name: string, { id, fields }: Example, column: string): ReadonlySet<string> {
  const value = fields[column] ?? null;
  const items = isList(value) ? value : [value];
  const gold = new Set(items.filter((item) => typeof item === 'string').map(canonical));
  if (gold.size > 0 && items.every((item) => typeof item === 'string')) return gold;
  throw new RagError('METRIC_FAILED', `${name}: ${column} of example "${id}" is no text and no list of texts`);
}

function fetched(name: string, evidence: MetricEvidence | undefined): readonly Passage[] {
  if (evidence !== undefined) return evidence.passages;
  throw new RagError('METRIC_FAILED', `${name}: nothing is known of the passages that were fetched`);
}

type Names = (passage: Passage) => readonly unknown[];

/** Titles are compared with titles, anything else with the ids of the passage and of its document. */
function namesOf(column: string, { field }: RetrievalOptions): Names {
  if (field === 'id') return ({ id }) => [id];
  if (field !== null) return ({ metadata }) => [metadata[field]];
  return column === 'gold_titles'
    ? ({ metadata }) => [metadata.title]
    : ({ id, metadata }) => [id, metadata.document_id];
}

function ranksOf(passages: readonly Passage[], gold: ReadonlySet<string>, names: Names): readonly number[] {
  const seen = new Set<string>();
  return passages.flatMap((passage, index) => {
    const fresh = names(passage)
      .filter((name) => typeof name === 'string')
      .map(canonical)
      .filter((name) => gold.has(name) && !seen.has(name));
    for (const name of fresh) seen.add(name);
    return fresh.map(() => index + 1);
  });
}

function canonical(name: string): string {
  return name.normalize('NFC').trim();
}

function discounted(ranks: readonly number[]): number {
  return ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
}
