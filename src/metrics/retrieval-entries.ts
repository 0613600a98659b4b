import { z } from 'zod';
import { define } from '../core/registry.ts';
import { retrievalMrr, retrievalNdcg, retrievalRecall } from './retrieval.ts';

const RETRIEVAL = z.strictObject({
  k: z.int().min(1).nullable().default(null).describe('passages that count; null for all that were fetched'),
  gold: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('column of the titles or ids to find; by default gold_titles, else gold_passage_ids'),
  field: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('payload field to compare with, or id; by default title for gold_titles, else id and document_id'),
});

const recall = define({
  name: 'retrieval_recall',
  aliases: ['recall'],
  description: 'Share of the gold passages that were fetched, 0 to 1.',
  options: RETRIEVAL,
  create: retrievalRecall,
});

const mrr = define({
  name: 'retrieval_mrr',
  aliases: ['mrr'],
  description: 'One over the rank of the first gold passage, 0 to 1.',
  options: RETRIEVAL,
  create: retrievalMrr,
});

const ndcg = define({
  name: 'retrieval_ndcg',
  aliases: ['ndcg'],
  description: 'Normalized discounted cumulative gain of the gold passages, 0 to 1.',
  options: RETRIEVAL,
  create: retrievalNdcg,
});

/** Metrics of what was fetched, whatever was made of it. */
export const retrievalEntries = [recall, mrr, ndcg];
