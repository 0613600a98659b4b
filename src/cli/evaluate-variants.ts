import type { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Example } from '../core/example.ts';
import { lastingMetadata } from '../core/index-manifest.ts';
import { NO_JOURNAL } from '../core/journal.ts';
import type { EvaluationReport, ReportIndex, ReportRun } from '../core/report.ts';
import type { Runtime } from '../core/run.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import { evaluateProgram, type MeasuredVariant } from '../pipelines/evaluate-program.ts';
import { type FoundAnswers, findAnswers, NOTHING_SEARCHED } from '../pipelines/find-answers.ts';
import { makeReport } from '../pipelines/make-report.ts';
import type { Question } from '../pipelines/measure-row.ts';
import type { CommandContext } from './command.ts';
import { describeRun } from './describe-run.ts';
import type { LoadedProgram } from './load-program.ts';
import type { Wiring } from './wire.ts';

export interface Variant extends LoadedProgram {
  readonly label: string;
}

export interface VariantsTask {
  readonly variants: readonly Variant[];
  readonly devset: readonly Example[];
  /** Null for programs that fetch no passages. */
  readonly index: CollectionDescription | null;
}

export interface Evaluated {
  readonly report: EvaluationReport;
  /** Why it ended before every question was answered; null when it did not. */
  readonly stopped: RagError | null;
}

/** An evaluation of which everything is known but its answers. */
export interface PreparedEvaluation {
  readonly run: ReportRun;
  /** Scores each variant on the same questions, one variant after the other, until one of them fails too often. */
  measure(): Promise<Evaluated>;
}

/** Describes what will be measured and looks for its answers in the collection; no question is asked yet. */
export async function prepareEvaluation(
  { variants, devset, index }: VariantsTask,
  wiring: Wiring,
  context: CommandContext,
): Promise<PreparedEvaluation> {
  const { report, clock } = context;
  const startedAt = clock();
  const { concurrency, maxErrors, repeat } = wiring.config.plain.evaluation;
  const runtime = await wiring.runtime();
  if (repeat > 1) warnOfEqualSamples(runtime, report);
  const { inCorpus, digest } = index === null ? NOTHING_SEARCHED : await searchIndex(wiring, devset, context);
  const run = await describeRun(wiring, devset, await indexOf(wiring, index, digest));
  const task = {
    questions: questionsOf(devset, repeat),
    metrics: await wiring.metrics(),
    runtime,
    prices: wiring.config.plain.prices,
    inCorpus,
    journal: NO_JOURNAL,
    concurrency,
    maxErrors,
    report,
    clock,
  };
  const measure = async (): Promise<Evaluated> => {
    const measured: MeasuredVariant[] = [];
    for (const variant of variants) {
      measured.push(await evaluateProgram({ ...task, ...variant }));
      if (measured.at(-1)?.stopped !== null) break;
    }
    const stopped = measured.at(-1)?.stopped ?? null;
    const ending = stopped === null ? null : { code: stopped.code, message: stopped.message };
    const seconds = (clock() - startedAt) / 1000;
    return { report: makeReport({ ...run, seconds, stopped: ending }, measured), stopped };
  };
  return { run, measure };
}

/** Every question, as often as it is asked. */
function questionsOf(devset: readonly Example[], samples: number): Question[] {
  return devset.flatMap((example, index) =>
    Array.from({ length: samples }, (_, sample) => ({ example, index, sample })),
  );
}

function warnOfEqualSamples({ languageModel: { defaults } }: Runtime, report: Report): void {
  if (defaults.temperature !== undefined && defaults.temperature > 0) return;
  const found = defaults.temperature === undefined ? 'no temperature is set' : 'the temperature is 0';
  report({
    type: 'notice',
    code: 'SAMPLES_EQUAL',
    message: `${found}, so a question's samples may all be the same: --temperature 0.7 lets them differ`,
  });
}

async function searchIndex(
  wiring: Wiring,
  examples: readonly Example[],
  { report, signal }: CommandContext,
): Promise<FoundAnswers> {
  const { answerSearch: mostPoints } = wiring.config.plain.evaluation;
  const { textField = 'text' } = wiring.config.parts.retriever.options;
  return findAnswers({
    store: await wiring.store(),
    textField: String(textField),
    examples,
    mostPoints,
    report,
    signal,
  });
}

async function indexOf(
  wiring: Wiring,
  description: CollectionDescription | null,
  digest: string | null,
): Promise<ReportIndex | null> {
  if (description === null) return null;
  const { count, metadata } = description;
  const { collection } = await wiring.store();
  return { collection, points: count, metadata: lastingMetadata(metadata), digest };
}
