import { z } from 'zod';
import { dprTokens } from '../../text/dpr-tokens.ts';
import { normalizeAnswer } from '../../text/normalize-answer.ts';
import { type Area, outcomeOf } from './area.ts';
import { readPlain } from './cases.ts';

const file = z.looseObject({
  normalizeText: z.array(z.tuple([z.string(), z.string()])),
  dprNormalize: z.array(z.tuple([z.string(), z.array(z.string())])),
});

export const normalization: Area = {
  name: 'normalization',
  description: 'answers and passages made comparable (normalize_text, DPR_normalize)',
  check: async (vectors) => {
    const { normalizeText, dprNormalize } = await readPlain(vectors, 'normalization.json', file);
    return [
      ...normalizeText.map(([text, expected]) => ({
        name: `normalize_text ${JSON.stringify(text)}`,
        expected,
        found: outcomeOf(() => normalizeAnswer(text)),
      })),
      ...dprNormalize.map(([text, expected]) => ({
        name: `DPR_normalize ${JSON.stringify(text)}`,
        expected,
        found: outcomeOf(() => dprTokens(text)),
      })),
    ];
  },
};
