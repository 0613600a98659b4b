import { relative } from 'node:path';
import type { Command } from 'commander';
import type { Fields } from '../../core/fields.ts';
import type { EvaluationReport } from '../../core/report.ts';
import type { CollectionDescription } from '../../core/vector-store.ts';
import { requireWritable, writeAtomically } from '../../files/write-atomically.ts';
import { encodeArtifact, newArtifact } from '../../formats/dspy-state.ts';
import { savedIndexFields } from '../../formats/saved-index.ts';
import { optimizers } from '../../optimizers/registry.ts';
import { type CompileReport, compileProgram, demosOf } from '../../pipelines/compile-program.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { CONCURRENCY, DATASET, DEV, EVAL_SEED, METRIC, RUNTIME_FLAGS, TRAIN, TRAIN_SEED } from '../common-flags.ts';
import { type Evaluated, prepareEvaluation, type VariantsTask } from '../evaluate-variants.ts';
import { indexToSave } from '../index-of-program.ts';
import { warnOfOverlap } from '../leakage.ts';
import { type LoadedProgram, savedProgram, zeroShotProgram } from '../load-program.ts';
import { scoresData, scoresText } from '../output/scores.ts';
import { packageVersion } from '../package-root.ts';
import { questionSet } from '../question-set.ts';
import { requireIndex } from '../require-index.ts';
import { addSettingFlags, flagsOfParts, type SettingFlag } from '../setting-flags.ts';
import type { Wiring } from '../wire.ts';
import { withWiring } from '../with-wiring.ts';

const OWN_FLAGS: readonly SettingFlag[] = [
  TRAIN,
  TRAIN_SEED,
  { flag: '--out <file>', key: 'artifact', description: 'where to save the program', path: true },
  { flag: '--optimizer <name>', key: 'optimizer.use', description: 'how to compile' },
  { flag: '--teacher-model <name>', key: 'teacherModel.model', description: 'language model that makes the demos' },
  {
    flag: '--teacher-model-url <url>',
    key: 'teacherModel.baseUrl',
    description: 'address of its server when it is another one, with /v1',
  },
  METRIC,
  DATASET,
  DEV,
  EVAL_SEED,
  CONCURRENCY,
  ...RUNTIME_FLAGS,
];
const FLAGS: readonly SettingFlag[] = [...OWN_FLAGS, ...flagsOfParts(optimizers, 'optimizer', OWN_FLAGS)];

export function configure(command: Command): void {
  command.option('--train-file <file>', 'training examples from your own file, in its order');
  command.option('--teacher <file>', 'a compiled program that makes the demos');
  command.option('--eval', 'score the program before and after, while it is in memory');
  addSettingFlags(command, FLAGS);
}

/** Improves the program and saves it: `pipelines/compile-program.ts`. */
export async function run({ options, ...invocation }: Invocation, context: CommandContext): Promise<void> {
  await withWiring({ invocation: { options, ...invocation }, context, flags: FLAGS }, async (wiring) => {
    await requireWritable(wiring.artifactPath);
    const student = await zeroShotProgram(wiring);
    const index = await requireIndex({ ...student, acceptsIncomplete: false }, wiring, context);
    const trainset = await wiring.trainset(options.trainFile);
    // A file replaces the configured data set, which is then read for an evaluation only.
    if (options.trainFile === undefined || options.eval === true)
      warnOfOverlap(trainset, await wiring.devset(undefined), context.report);
    const report = await compileProgram({
      ...student,
      trainset,
      valset: null,
      teacher: typeof options.teacher === 'string' ? await savedProgram(options.teacher, wiring) : null,
      teacherRuntime: await wiring.teacherRuntime(),
      optimizer: await wiring.optimizer(),
      metric: await wiring.metric(),
      promptModel: await wiring.languageModel(),
      runtime: await wiring.runtime(),
      concurrency: wiring.config.plain.evaluation.concurrency,
      report: context.report,
      save: async (state) => {
        const artifact = newArtifact(state, { version: packageVersion(), ...(await indexNote(index, wiring)) });
        await writeAtomically(wiring.artifactPath, encodeArtifact(artifact, student.program));
        return relative(context.cwd, wiring.artifactPath);
      },
    });
    const scores = options.eval === true ? await scoreInMemory(student, { ...report, index }, wiring, context) : null;
    context.emit({
      data: dataOf(report, scores?.report ?? null),
      text: textOf(report, scores?.report ?? null, context),
      error: scores?.stopped ?? null,
    });
  });
}

async function indexNote(index: CollectionDescription | null, wiring: Wiring): Promise<Fields> {
  const saved = await indexToSave(index, wiring);
  return saved === null ? {} : savedIndexFields(saved);
}

/** The program as it was and as it is, without a detour through the file. */
async function scoreInMemory(
  student: LoadedProgram,
  { state, index }: Pick<CompileReport, 'state'> & Pick<VariantsTask, 'index'>,
  wiring: Wiring,
  context: CommandContext,
): Promise<Evaluated> {
  const variants = [
    { ...student, label: 'zero-shot' },
    { ...student, label: 'compiled', state },
  ];
  const task = { variants, questionSet: await questionSet({}, wiring), index, journalMode: 'off' } as const;
  const prepared = await prepareEvaluation(task, wiring, context);
  return prepared.measure();
}

function dataOf(report: CompileReport, scores: EvaluationReport | null) {
  const { artifact, optimizer, trainset, bootstrapped, labeled, attempts } = report;
  const candidates = report.candidates.map(({ seed, score, state }) => ({
    seed,
    score,
    demos: demosData(demosOf(state)),
  }));
  const demos = demosData(report.demos);
  const data = { artifact, optimizer, trainset, bootstrapped, labeled, attempts, demos, candidates };
  return scores === null ? data : { ...data, eval: scoresData(scores, false) };
}

function demosData(demos: readonly Fields[]) {
  return demos.map(({ question, answer, augmented }) => ({ question, answer, augmented: augmented === true }));
}

/** The artifact's path comes last, alone on its line, for scripts. */
function textOf(report: CompileReport, scores: EvaluationReport | null, { terminal }: CommandContext): string {
  const { bootstrapped, labeled, trainset, attempts } = report;
  const summary = `${bootstrapped} bootstrapped and ${labeled} labeled demos from ${trainset} training examples in ${attempts.length} attempts`;
  return [summary, ...(scores === null ? [] : [scoresText(scores, false, terminal)]), report.artifact].join('\n');
}
