import { counted } from '../text/counted.ts';

/** What is demanded of an evaluation; the last variant is judged. */
export type Gate =
  /** A score of at least so many percent. */
  | { readonly type: 'min-score'; readonly metric: string; readonly percent: number }
  /** At most so many failed rows, or so many percent of all rows. */
  | { readonly type: 'max-failures'; readonly limit: number; readonly unit: 'rows' | 'percent' }
  /** No more than so many percentage points below the baseline, by the first metric. */
  | { readonly type: 'no-regression'; readonly points: number };

export const GATE_TYPES = ['min-score', 'max-failures', 'no-regression'] as const;

/** How a gate is written on the command line and in a lock file. */
export function gateText(gate: Gate): string {
  switch (gate.type) {
    case 'min-score':
      return `min-score:${gate.metric}=${gate.percent}`;
    case 'max-failures':
      return `max-failures:${gate.limit}${gate.unit === 'percent' ? '%' : ''}`;
    case 'no-regression':
      return `no-regression:${gate.points}`;
  }
}

/** What a gate demands, in words. */
export function gateRequirement(gate: Gate): string {
  switch (gate.type) {
    case 'min-score':
      return `${gate.metric} of at least ${gate.percent} %`;
    case 'max-failures':
      return `at most ${amountText(gate)} without a judged answer`;
    case 'no-regression':
      return gate.points === 0 ? 'not below the baseline' : `at most ${gate.points} points below the baseline`;
  }
}

function amountText({ limit, unit }: Extract<Gate, { readonly type: 'max-failures' }>): string {
  if (unit === 'percent') return `${limit} % of the questions`;
  return counted(limit, 'question');
}

/** What an inconclusive gate comes to: an outcome of its own, or one of the other two. */
export const INCONCLUSIVE_POLICIES = ['report', 'pass', 'fail'] as const;
export type InconclusivePolicy = (typeof INCONCLUSIVE_POLICIES)[number];
