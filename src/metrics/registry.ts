import { z } from 'zod';
import type { Metric } from '../core/metric.ts';
import { define, type Registry } from '../core/registry.ts';
import { answerAndPassageMatch } from './answer-and-passage-match.ts';
import { answerExactMatch } from './exact-match.ts';
import { answerF1, answerPrecision, hotpotF1 } from './f1.ts';
import type { MetricNeeds } from './judge.ts';
import { judgedEntries } from './judged-entries.ts';
import { answerPassageMatch } from './passage-match.ts';
import { retrievalEntries } from './retrieval-entries.ts';
import { sameValue } from './same-value.ts';

const exactMatch = define({
  name: 'answer_exact_match',
  aliases: ['exact-match', 'em'],
  description: 'The predicted answer equals an accepted one after normalization.',
  options: z.strictObject({
    frac: z.number().default(1).describe('below 1, an F1 of at least this much counts as a match'),
  }),
  create: answerExactMatch,
});

const passageMatch = define({
  name: 'answer_passage_match',
  aliases: ['passage-match'],
  description: 'A retrieved passage contains an accepted answer.',
  options: z.strictObject({}),
  create: () => answerPassageMatch,
});

const answerAndPassage = define({
  name: 'answer_and_passage_match',
  aliases: ['validate_context_and_answer'],
  description: 'The predicted answer equals an accepted one, and a retrieved passage contains one.',
  options: z.strictObject({}),
  create: () => answerAndPassageMatch,
});

const f1 = define({
  name: 'answer_f1',
  aliases: ['f1'],
  description: 'Token overlap of the predicted answer with the nearest accepted one, 0 to 1.',
  options: z.strictObject({}),
  create: () => answerF1,
});

const hotpot = define({
  name: 'hotpot_f1',
  description: 'As answer_f1, but yes and no match only themselves, as in the HotPotQA evaluation.',
  options: z.strictObject({}),
  create: () => hotpotF1,
});

const precision = define({
  name: 'answer_precision',
  aliases: ['precision'],
  description: 'Share of the predicted tokens that an accepted answer has, 0 to 1.',
  options: z.strictObject({}),
  create: () => answerPrecision,
});

const same = define({
  name: 'same_value',
  description: 'An output with a type of its own (a number, a list, …) equals the expected value.',
  options: z.strictObject({
    field: z.string().min(1).default('answer').describe('the output, and the column that holds the expected value'),
  }),
  create: sameValue,
});

export const metrics: Registry<Metric, MetricNeeds> = {
  kind: 'metric',
  entries: [
    exactMatch,
    passageMatch,
    answerAndPassage,
    f1,
    hotpot,
    precision,
    same,
    ...retrievalEntries,
    ...judgedEntries,
  ],
};
