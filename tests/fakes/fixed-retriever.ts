import type { Passage, Retriever } from '../../src/core/retriever.ts';

/** A retriever that finds what a function of the query says, cut to `k`; ids are `p1`, `p2`, …, scores fall from 1. */
export function fixedRetriever(textsFor: (query: string) => readonly string[]): Retriever {
  return {
    name: 'fixed',
    retrieve: async (query, k) => textsFor(query).slice(0, k).map(passage),
  };
}

function passage(text: string, index: number): Passage {
  return { id: `p${index + 1}`, text, score: 1 / (index + 1), metadata: {} };
}
