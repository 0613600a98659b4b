import { z } from 'zod';
import { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import type { ReportData, ReportShard } from '../core/report.ts';
import { parseRowFilter } from '../core/row-filter.ts';
import { digestOfExamples } from '../pipelines/digest.ts';
import type { Question } from '../pipelines/measure-row.ts';
import { counted } from '../text/counted.ts';
import { collected } from './collected.ts';
import type { Invocation } from './command.ts';
import { parseShard } from './parse-shard.ts';
import type { Wiring } from './wire.ts';

/** The questions of an evaluation. */
export interface QuestionSet {
  /** Those that were chosen, before they were sharded. */
  readonly examples: readonly Example[];
  /** Those to ask here, as often as they are asked. */
  readonly questions: readonly Question[];
  readonly data: ReportData;
  readonly shard: ReportShard | null;
}

/** The arguments of commander's `option`. */
export const DEV_FILE_OPTION = ['--dev-file <file>', 'questions from your own file, in its order'] as const;
export const FILTER_OPTION = [
  '--filter <column=value>',
  'only questions whose column has (or with != has not) this value; again for more',
  collected,
] as const;
export const SHARD_OPTION = [
  '--shard <i/n>',
  'only every n-th question, from the i-th; rag eval merge joins them',
] as const;

/**
 * The questions that flags and configuration choose: filtered, cut to size, sharded, each as often as it is to be asked.
 *
 * @throws RagError USAGE_INVALID, DATASET_EMPTY, DATASET_COLUMN_MISSING, and what reading them throws
 */
export async function questionSet(options: Invocation['options'], wiring: Wiring): Promise<QuestionSet> {
  const { devFile, filter, shard: shardText } = options;
  const filters = z.array(z.string()).default([]).parse(filter);
  const shard = typeof shardText === 'string' ? parseShard(shardText, 'rag eval') : null;
  if (devFile === undefined) await warnOfUnusedSeed(wiring);
  const examples = await wiring.devset(devFile, filters.map(parseRowFilter));
  if (examples.length === 0) throw nothingLeft(filters);
  refuseRepeatedIds(examples, wiring.config.parts.dataset.entry.name);
  const { entry } = wiring.config.parts.dataset;
  const { repeat } = wiring.config.plain.evaluation;
  const questions = questionsOf(examples, shard, repeat);
  if (shard !== null && questions.length === 0) throw emptyShard(shard, examples.length);
  return {
    examples,
    questions,
    data: { name: entry.name, digest: digestOfExamples(examples), questions: examples.length, filters },
    shard,
  };
}

/** Rows are paired by id; a data set of the user's own may not look at them. */
function refuseRepeatedIds(examples: readonly Example[], dataset: string): void {
  const seen = new Set<string>();
  for (const { id } of examples) {
    if (seen.has(id)) {
      const message = `two questions of ${dataset} have the id "${id}"`;
      throw new RagError('DATASET_INVALID', message, { hint: 'give every example an id of its own', details: { id } });
    }
    seen.add(id);
  }
}

async function warnOfUnusedSeed({ config, dataset, report }: Wiring): Promise<void> {
  const origin = config.settings.get('dataset.evalSeed')?.origin;
  const { name, seedsUnused } = await dataset();
  if (seedsUnused === undefined || origin?.type !== 'flag') return;
  report({
    type: 'notice',
    code: 'SEED_UNUSED',
    message: `${origin.flag} changes nothing for ${name}: ${seedsUnused}`,
  });
}

function questionsOf(examples: readonly Example[], shard: ReportShard | null, samples: number): Question[] {
  return examples
    .map((example, index) => ({ example, index }))
    .filter(({ index }) => shard === null || index % shard.count === shard.index - 1)
    .flatMap((question) => Array.from({ length: samples }, (_, sample) => ({ ...question, sample })));
}

function emptyShard({ index, count }: ReportShard, questions: number): RagError {
  return new RagError('DATASET_EMPTY', `shard ${index}/${count} of ${counted(questions, 'question')} is empty`, {
    hint: `as many shards as questions at most:  rag eval --shard 1/${questions}`,
    details: { index, count, questions },
  });
}

function nothingLeft(filters: readonly string[]): RagError {
  if (filters.length === 0) {
    return new RagError('DATASET_EMPTY', 'there is no question to evaluate on', { hint: 'rag eval --dev 20' });
  }
  return new RagError('DATASET_EMPTY', `no question satisfies ${filters.join(' and ')}`, {
    hint: 'see the questions there are:  rag data show',
    details: { filters },
  });
}
