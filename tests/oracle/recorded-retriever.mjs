import { readFileSync } from 'node:fs';

/** Gives the passages of a recording: `passages` names a JSON file, question → passages, best first. */
export const definition = {
  name: 'recorded',
  description: 'Passages that Python got for the same question.',
  options: { parse: (options) => options },
  create: ({ passages }) => {
    const recorded = JSON.parse(readFileSync(passages, 'utf8'));
    return {
      name: 'recorded',
      retrieve: async (question, k) =>
        recorded[question]
          .slice(0, k)
          .map((text, rank) => ({ id: String(rank), text, score: 1 - rank / 10, metadata: {} })),
    };
  },
};
