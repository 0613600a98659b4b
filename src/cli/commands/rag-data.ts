import { createHash } from 'node:crypto';
import { Argument, type Command } from 'commander';
import type { Example } from '../../core/example.ts';
import { questionHash, type SharedQuestion, sharedQuestions } from '../../core/question-overlap.ts';
import { counted } from '../../text/counted.ts';
import { printable } from '../../text/printable.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { DATASET, DEV, EVAL_SEED, TRAIN, TRAIN_SEED } from '../common-flags.ts';
import { columns } from '../output/columns.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [TRAIN, TRAIN_SEED, DEV, EVAL_SEED, DATASET];

export function configure(command: Command): void {
  command.addArgument(new Argument('<action>', 'what to do').choices(['show']));
  command.option('--train-file <file>', 'training examples from your own file');
  command.option('--dev-file <file>', 'questions to evaluate on from your own file');
  addSettingFlags(command, FLAGS);
}

/** Says which examples are trained and evaluated on, without their texts, and which questions are in both lists. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const { trainFile, devFile } = invocation.options;
    const train = await wiring.trainset(trainFile);
    const dev = await wiring.devset(devFile);
    const dataset = wiring.config.parts.dataset.entry.name;
    const data = { dataset, train: splitData(train), dev: splitData(dev), overlap: sharedQuestions(train, dev) };
    context.emit({ data, text: textOf(data) });
  });
}

interface SplitData {
  readonly size: number;
  /** Of the ids and question hashes in their order: equal for equal splits. */
  readonly digest: string;
  readonly examples: readonly { readonly id: string; readonly questionHash: string | null }[];
}

function splitData(examples: readonly Example[]): SplitData {
  const shown = examples.map(({ id, fields }) => ({ id, questionHash: questionHash(fields) }));
  const digest = createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 16);
  return { size: examples.length, digest, examples: shown };
}

interface Data {
  readonly dataset: string;
  readonly train: SplitData;
  readonly dev: SplitData;
  readonly overlap: readonly SharedQuestion[];
}

function textOf({ dataset, train, dev, overlap }: Data): string {
  const splits = [
    ['train', train],
    ['dev', dev],
  ] as const;
  return [
    columns([
      ['dataset', dataset],
      ...splits.map(([name, { size, digest }]) => [name, counted(size, 'example'), `digest ${digest}`]),
      ['overlap', overlap.length === 0 ? 'none' : `${counted(overlap.length, 'question')} in both`],
    ]),
    ...overlap.map((shared) => `  ${shared.train} = ${shared.dev}  ${printable(shared.question)}`),
    '',
    columns(splits.flatMap(([name, { examples }]) => examples.map((one) => [name, one.id, one.questionHash ?? '-']))),
  ].join('\n');
}
