import type { Aspect } from './comparison.ts';
import type { Recording } from './recording.ts';

/** Where `rag` does something else than Python on purpose, and no less: a cell named here that turns out equal fails the test. */
export interface KnownDifference {
  readonly reason: string;
  readonly versions: readonly Recording['dspy'][];
  readonly cells: Readonly<Record<string, readonly Aspect[]>>;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason:
      'DSPy counts a rejected key (HTTP 401) and a wrong address (404) as failures of one example and goes on. `rag` stops at the first of them, since every example would meet it; up to there its requests are those of 3.0.4.',
    versions: ['3.0.4', '3.3.1'],
    cells: { 'bad-requests': ['requests', 'demos', 'score', 'file'] },
  },
  {
    reason:
      'After a request that failed, 3.0.4 and `rag` ask once more with the JSON adapter; 3.3.1 does so only after a reply that cannot be parsed.',
    versions: ['3.3.1'],
    cells: {
      'compile-error-cap': ['requests'],
      'evaluate-error-cap': ['requests'],
      'server-errors': ['requests'],
      'three-rounds': ['requests'],
    },
  },
  {
    reason:
      'To 3.0.4 and `rag` an empty reply is a prediction whose outputs are all None; 3.3.1 asks once more with the JSON adapter.',
    versions: ['3.3.1'],
    cells: { 'empty-replies': ['requests', 'demos', 'score', 'file'] },
  },
  {
    reason:
      "A demo's outputs are saved in the order of the reply by 3.0.4 and `rag`, in the order of the signature by 3.3.1. Prompts do not depend on it.",
    versions: ['3.3.1'],
    cells: { 'json-fallback': ['file'], 'odd-replies': ['file'] },
  },
];

/** Position of the difference that this cell of the table has; null when it must be equal. */
export function knownDifference({ scenario, dspy }: Recording, aspect: Aspect): number | null {
  const index = KNOWN_DIFFERENCES.findIndex(
    ({ versions, cells }) => versions.includes(dspy) && (cells[scenario]?.includes(aspect) ?? false),
  );
  return index === -1 ? null : index;
}
