import type { Filter } from '../core/filter.ts';
import type { Passage } from '../core/retriever.ts';
import type { ScoredPoint, SearchOptions } from '../core/vector-store.ts';
import { diversify } from './diversify.ts';
import { passagesOf } from './passages.ts';

/** What every retriever lets its user ask for beside the query. */
export interface SelectionOptions {
  /** Where a payload holds the passage. */
  readonly textField: string;
  readonly filter: Filter;
  /** Passages below it are left out; null for none. */
  readonly scoreThreshold: number | null;
  /** Maximal marginal relevance, see `diversify`; null for none. */
  readonly mmrLambda: number | null;
  /** Points looked at for each passage wanted, where the best `k` are not chosen by score alone. */
  readonly candidates: number;
}

export const DEFAULT_SELECTION: SelectionOptions = {
  textField: 'text',
  filter: [],
  scoreThreshold: null,
  mmrLambda: null,
  candidates: 4,
};

/** What to ask a store for: the best `k`, or more where the choice is made afterwards. */
export function searchFor(k: number, { filter, mmrLambda, candidates }: SelectionOptions): SearchOptions {
  const withVectors = mmrLambda !== null;
  return { k: withVectors ? candidatesFor(k, candidates) : k, filter, withVectors };
}

export function candidatesFor(k: number, candidates: number): number {
  return Math.ceil(k * candidates);
}

/**
 * The passages to return, of points that come best first. `relevance` is only asked when a user wants them unlike one another.
 *
 * @throws RagError PAYLOAD_INVALID when a point has no text
 */
export function select(
  points: readonly ScoredPoint[],
  k: number,
  { textField, scoreThreshold, mmrLambda }: SelectionOptions,
  relevance: (point: ScoredPoint) => number,
): Passage[] {
  const enough = scoreThreshold === null ? points : points.filter(({ score }) => score >= scoreThreshold);
  const chosen = mmrLambda === null ? enough.slice(0, k) : diversify(enough, { k, lambda: mmrLambda, relevance });
  return passagesOf(chosen, textField);
}

/** Scores of any size, as a share of the best one. */
export function shareOfBest(points: readonly ScoredPoint[]): (point: ScoredPoint) => number {
  const best = points[0]?.score ?? 0;
  return ({ score }) => (best > 0 ? score / best : 0);
}
