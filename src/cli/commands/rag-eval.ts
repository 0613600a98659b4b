import { Argument, type Command } from 'commander';
import { judgeReport } from '../../pipelines/gates/judge-gates.ts';
import { withoutTimes } from '../../pipelines/make-report.ts';
import { readBar, settleBar } from '../bar.ts';
import type { CommandContext, Invocation } from '../command.ts';
import {
  CONCURRENCY,
  DATASET,
  DEV,
  EVAL_SEED,
  LANGUAGE_MODEL_FLAGS,
  MAX_EVALUATION_ERRORS,
  METRICS,
  REPEAT,
  RUNTIME_FLAGS,
  SEED,
} from '../common-flags.ts';
import { deliverReport } from '../deliver-report.ts';
import { prepareEvaluation, type Variant } from '../evaluate-variants.ts';
import type { JournalMode } from '../evaluation-journal.ts';
import { addGateFlags } from '../gate-flags.ts';
import { warnOfOtherIndex } from '../index-of-program.ts';
import { warnOfLeakedDemos, warnOfOverlap } from '../leakage.ts';
import { PROGRAM_OPTION, programToRun, zeroShotProgram } from '../load-program.ts';
import { LOCK_FILE, writeLock } from '../lock-file.ts';
import { mergeShards } from '../merge-shards.ts';
import { DEV_FILE_OPTION, FILTER_OPTION, questionSet, SHARD_OPTION } from '../question-set.ts';
import { addReportFileOption, reportFiles } from '../report-files.ts';
import { requireIndex } from '../require-index.ts';
import { addSettingFlags, namesOf, type SettingFlag } from '../setting-flags.ts';
import type { UnusedFlagsByAction } from '../unused-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';

const FLAGS: readonly SettingFlag[] = [
  DEV,
  EVAL_SEED,
  SEED,
  DATASET,
  METRICS,
  REPEAT,
  CONCURRENCY,
  MAX_EVALUATION_ERRORS,
  ...RUNTIME_FLAGS,
];

export function configure(command: Command): void {
  command.addArgument(
    new Argument(
      '[action]',
      'lock: write down what the scores are held to; merge: join the reports of all shards',
    ).choices(['lock', 'merge']),
  );
  command.argument('[files...]', `with lock: the file to write (default: ${LOCK_FILE}); with merge: the reports`);
  command.option(...PROGRAM_OPTION);
  command.option(...DEV_FILE_OPTION);
  command.option(...FILTER_OPTION);
  command.option(...SHARD_OPTION);
  command.option('--rows', 'print every question with its answer and score');
  command.option('--resume', 'go on with the same evaluation where it was stopped');
  command.option('--retry-errors', 'go on, and ask the questions that failed once more');
  addReportFileOption(command);
  addGateFlags(command);
  command.option('--locked <file>', 'hold the scores to a lock file; stop when bar, data, index or program are others');
  command.option('--no-times', 'leave out of the report when and how fast: equal results make equal files');
  addSettingFlags(command, FLAGS);
}

/** A lock holds what is asked for, not who answers; shards have been evaluated already. */
export const unusedFlags: UnusedFlagsByAction = new Map([
  [
    'lock',
    {
      flags: [
        ...['--rows', '--output', '--resume', '--retry-errors', '--no-times'],
        ...namesOf([REPEAT, CONCURRENCY, MAX_EVALUATION_ERRORS, ...LANGUAGE_MODEL_FLAGS]),
      ],
      instead: { '--output': `the lock file is named without a flag:  rag eval lock ${LOCK_FILE}` },
    },
  ],
  [
    'merge',
    {
      flags: [
        ...['--config', '--set', '--program', '--dev-file', '--filter', '--shard'],
        ...['--resume', '--retry-errors', '--no-times'],
        ...namesOf(FLAGS),
      ],
    },
  ],
]);

/** Scores the program as it is and as it was compiled, on the same questions: `pipelines/evaluate-program.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  const [action, ...named] = invocation.arguments;
  if (action === 'merge') return mergeShards(named, invocation.options, context);
  const { program, devFile, rows, output, times } = invocation.options;
  const request = await readBar(invocation.options, context.cwd);
  const files = await reportFiles(output, context.cwd);
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const variants = await variantsOf(program, wiring);
    const index = await requireIndex({ program: await wiring.program(), acceptsIncomplete: false }, wiring, context);
    for (const variant of variants) warnOfOtherIndex(variant, index, context.report);
    const questions = await questionSet(invocation.options, wiring);
    const devset = questions.examples;
    // A file replaces the configured data set, which is then not read at all.
    if (devFile === undefined) warnOfOverlap(await wiring.trainset(undefined), devset, context.report);
    for (const { state } of variants) warnOfLeakedDemos(state, devset, context.report);
    const task = { variants, questionSet: questions, index, journalMode: journalMode(invocation.options) };
    const prepared = await prepareEvaluation(task, wiring, context);
    const bar = settleBar(request, prepared.run, prepared.facts);
    if (action === 'lock') return writeLock(named, bar, prepared.facts, context);
    const { stopped, ...evaluated } = await prepared.measure();
    const report = judgeReport(times === false ? withoutTimes(evaluated.report) : evaluated.report, bar);
    await deliverReport({ report, files, withRows: rows === true, policy: bar.policy, stopped }, context);
  });
}

function journalMode({ resume, retryErrors }: Invocation['options']): JournalMode {
  if (retryErrors === true) return 'retry';
  return resume === true ? 'resume' : 'fresh';
}

async function variantsOf(flag: unknown, wiring: Wiring): Promise<Variant[]> {
  const zeroShot = { ...(await zeroShotProgram(wiring)), label: 'zero-shot' };
  const loaded = await programToRun(flag, wiring);
  return loaded.path === null ? [zeroShot] : [zeroShot, { ...loaded, label: 'compiled' }];
}
