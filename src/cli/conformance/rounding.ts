import { z } from 'zod';
import { formatFixed, pythonRound } from '../../python/round.ts';
import { type Area, outcomeOf } from './area.ts';
import { readPlain } from './cases.ts';

const file = z.looseObject({
  cases: z.array(
    z.strictObject({ value: z.number(), rounded: z.array(z.number()), fixed: z.array(z.string()).nullable() }),
  ),
});

export const rounding: Area = {
  name: 'rounding',
  description: 'round(value, digits) and f"{value:.2f}" of Python, which scores are printed with',
  check: async (vectors) => {
    const { cases } = await readPlain(vectors, 'rounding.json', file);
    return cases.map(({ value, rounded, fixed }) => ({
      name: String(value),
      expected: { rounded, fixed },
      found: outcomeOf(() => ({
        rounded: [0, 1, 2, 5, -2].map((digits) => pythonRound(value, digits)),
        fixed: fixed === null ? null : [0, 1, 2, 5].map((digits) => formatFixed(value, digits)),
      })),
    }));
  },
};
