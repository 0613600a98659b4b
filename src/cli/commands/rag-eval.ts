import type { Command } from 'commander';
import { withoutTimes } from '../../pipelines/make-report.ts';
import type { CommandContext, Invocation } from '../command.ts';
import {
  CONCURRENCY,
  DATASET,
  DEV,
  EVAL_SEED,
  MAX_EVALUATION_ERRORS,
  METRICS,
  REPEAT,
  RUNTIME_FLAGS,
} from '../common-flags.ts';
import { evaluateVariants, type Variant } from '../evaluate-variants.ts';
import { warnOfLeakedDemos, warnOfOverlap } from '../leakage.ts';
import { PROGRAM_OPTION, programToRun, zeroShotProgram } from '../load-program.ts';
import { scoresData, scoresText } from '../output/scores.ts';
import { requireIndex } from '../require-index.ts';
import { addSettingFlags, type SettingFlag } from '../setting-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';
import { OUTPUT_OPTION, reportFiles, writeReports } from '../write-reports.ts';

const FLAGS: readonly SettingFlag[] = [
  DEV,
  EVAL_SEED,
  DATASET,
  METRICS,
  REPEAT,
  CONCURRENCY,
  MAX_EVALUATION_ERRORS,
  ...RUNTIME_FLAGS,
];

export function configure(command: Command): void {
  command.option(...PROGRAM_OPTION);
  command.option('--dev-file <file>', 'questions from your own file, in its order');
  command.option('--rows', 'print every question with its answer and score');
  command.option(...OUTPUT_OPTION);
  command.option('--no-times', 'leave out of the report when and how fast: equal results make equal files');
  addSettingFlags(command, FLAGS);
}

/** Scores the program as it is and as it was compiled, on the same questions: `pipelines/evaluate-program.ts`. */
export async function run(invocation: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation, context, flags: FLAGS }, async (wiring) => {
    const { program, devFile, rows, output, times } = invocation.options;
    const files = reportFiles(output, context.cwd);
    const variants = await variantsOf(program, wiring);
    const index = await requireIndex(await wiring.program(), wiring, context);
    const devset = await wiring.devset(devFile);
    // A file replaces the configured data set, which is then not read at all.
    if (devFile === undefined) warnOfOverlap(await wiring.trainset(undefined), devset, context.report);
    for (const { state } of variants) warnOfLeakedDemos(state, devset, context.report);
    const { stopped, ...evaluated } = await evaluateVariants({ variants, devset, index }, wiring, context);
    const report = times === false ? withoutTimes(evaluated.report) : evaluated.report;
    await writeReports(files, report);
    const withRows = rows === true;
    context.emit({
      data: scoresData(report, withRows),
      text: scoresText(report, withRows, context.terminal),
      error: stopped,
    });
  });
}

async function variantsOf(flag: unknown, wiring: Wiring): Promise<Variant[]> {
  const zeroShot = { ...(await zeroShotProgram(wiring)), label: 'zero-shot' };
  const loaded = await programToRun(flag, wiring);
  return loaded.path === null ? [zeroShot] : [zeroShot, { ...loaded, label: 'compiled' }];
}
