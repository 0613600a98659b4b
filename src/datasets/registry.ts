import { z } from 'zod';
import type { Dataset } from '../core/dataset.ts';
import { define, type Registry } from '../core/registry.ts';
import { hotpotQa } from './hotpotqa.ts';
import { type Place, questionAnswer } from './question-answer.ts';

export interface DatasetNeeds {
  /** A path of a config file, which starts at that file's folder, as an absolute one. */
  resolvePath(path: string): string;
}

const column = z.string().min(1);
const revision = z.string().min(1).default('main').describe('Branch, tag or commit.');

function place(split: string) {
  return z
    .union([
      z.string().min(1),
      z.array(z.string().min(1)).min(1),
      z.strictObject({
        repository: z.string().min(1).describe('Data set on the Hugging Face hub: owner/name.'),
        revision,
        file: z.string().min(1).optional().describe('One file of it; without this, the files of a split.'),
        config: z.string().min(1).default('default'),
        split: z.string().min(1).default(split),
      }),
    ])
    .optional();
}

export const datasets: Registry<Dataset, DatasetNeeds> = {
  kind: 'dataset',
  entries: [
    define({
      name: 'hotpotqa',
      aliases: ['HotPotQA'],
      description: 'HotPotQA from the Hugging Face hub, split as DSPy does.',
      options: z.strictObject({
        config: z.enum(['fullwiki', 'distractor']).default('fullwiki').describe('Only their contexts differ.'),
        revision,
        onlyHard: z.boolean().default(true).describe('Leave out easy and medium questions, as DSPy does.'),
      }),
      create: hotpotQa,
    }),
    define({
      name: 'question-answer',
      description: 'Questions and answers of your own: files on this machine or a data set of the Hugging Face hub.',
      options: z
        .strictObject({
          trainRows: place('train').describe('Rows to compile on: a path, a list of paths, or a data set on the hub.'),
          devRows: place('validation').describe('Rows to measure on.'),
          question: column.default('question').describe('Column of the question.'),
          answer: column.default('answer').describe('Column of the answer, or of a list of accepted answers.'),
          id: column.optional().describe('Column that tells rows apart; by default id, else the position.'),
          inputs: z
            .array(column)
            .default([])
            .describe('More columns that go into the program, such as context for a signature that takes one.'),
          keep: z.array(column).default([]).describe('More columns a metric needs, such as gold_passage_ids.'),
          shuffle: z.boolean().default(false).describe('Shuffle by the seeds; otherwise the first rows are taken.'),
        })
        .refine(
          ({ trainRows, devRows }) => trainRows !== undefined || devRows !== undefined,
          'needs trainRows or devRows, or both',
        ),
      create: ({ trainRows, devRows, ...options }, needs: DatasetNeeds) =>
        questionAnswer({ ...options, train: placeOf(trainRows, needs), dev: placeOf(devRows, needs) }),
    }),
  ],
};

function placeOf(written: z.infer<ReturnType<typeof place>>, { resolvePath }: DatasetNeeds): Place | null {
  if (written === undefined) return null;
  if (typeof written === 'string') return { type: 'files', paths: [resolvePath(written)] };
  if (Array.isArray(written)) return { type: 'files', paths: written.map(resolvePath) };
  const { repository, revision: wanted, file, config, split } = written;
  const files = file === undefined ? { config, split } : { path: file };
  return { type: 'hub', repository, revision: wanted, files };
}
