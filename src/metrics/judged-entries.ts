import { z } from 'zod';
import { define } from '../core/registry.ts';
import { answerCompleteness, answerGroundedness, completeAndGrounded, semanticF1 } from './judged.ts';

const JUDGED = {
  threshold: z.number().min(0).max(1).default(0.66).describe('a score of at least this much counts as correct'),
  truth: z.string().min(1).default('answer').describe('column of the ground truth'),
  response: z.string().min(1).default('answer').describe('output of the program to judge'),
};

const semantic = define({
  name: 'semantic_f1',
  aliases: ['SemanticF1'],
  description: 'Overlap in meaning of the answer and the expected one, 0 to 1, as judgeModel sees it.',
  options: z.strictObject({
    ...JUDGED,
    decompositional: z.boolean().default(false).describe('have the judge list key ideas first'),
  }),
  create: semanticF1,
});

const complete = define({
  name: 'answer_completeness',
  aliases: ['AnswerCompleteness'],
  description: 'Share of the expected answer that the answer covers, 0 to 1, as judgeModel sees it.',
  options: z.strictObject(JUDGED),
  create: answerCompleteness,
});

const grounded = define({
  name: 'answer_groundedness',
  aliases: ['AnswerGroundedness', 'faithfulness'],
  description: 'Share of the answer that follows from the passages, 0 to 1, as judgeModel sees it.',
  options: z.strictObject(JUDGED),
  create: answerGroundedness,
});

const completeGrounded = define({
  name: 'complete_and_grounded',
  aliases: ['CompleteAndGrounded'],
  description: 'Completeness and groundedness in one number, 0 to 1, as judgeModel sees them.',
  options: z.strictObject(JUDGED),
  create: completeAndGrounded,
});

/** Metrics that ask a model. */
export const judgedEntries = [semantic, complete, grounded, completeGrounded];
