import { RagError } from '../core/errors.ts';
import type { LockedFacts } from '../core/evaluation-lock.ts';
import type { EvaluationReport, ReportRun } from '../core/report.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import { digestOfProgram } from '../pipelines/digest.ts';
import { type EvaluationTask, evaluateProgram, type MeasuredVariant } from '../pipelines/evaluate-program.ts';
import { lockedFacts } from '../pipelines/lock-evaluation.ts';
import { makeReport } from '../pipelines/make-report.ts';
import type { CommandContext } from './command.ts';
import { describeRun } from './describe-run.ts';
import { evaluationJournal, type JournalMode } from './evaluation-journal.ts';
import {
  warnOfEqualSamples,
  warnOfFailedAnswers,
  warnOfMetricFailures,
  warnOfMissingPrices,
  warnOfSecondCalls,
} from './evaluation-warnings.ts';
import type { LoadedProgram } from './load-program.ts';
import type { QuestionSet } from './question-set.ts';
import { searchIndex } from './search-index.ts';
import type { Wiring } from './wire.ts';

export interface Variant extends LoadedProgram {
  readonly label: string;
}

export interface VariantsTask {
  readonly variants: readonly Variant[];
  readonly questionSet: QuestionSet;
  /** Null for programs that fetch no passages from a collection. */
  readonly index: CollectionDescription | null;
  readonly journalMode: JournalMode;
}

export interface Evaluated {
  readonly report: EvaluationReport;
  /** Why it ended before every question was answered; null when it did not. */
  readonly stopped: RagError | null;
}

/** An evaluation of which everything is known but its answers. */
export interface PreparedEvaluation {
  readonly run: ReportRun;
  /** What must stay as it is for a score to mean the same. */
  readonly facts: LockedFacts;
  /** Scores each variant on the same questions, one variant after the other, until one of them fails too often. */
  measure(): Promise<Evaluated>;
}

/** Describes what will be measured and looks for its answers in the collection; no question is asked yet. */
export async function prepareEvaluation(
  { variants, questionSet, index: description, journalMode: mode }: VariantsTask,
  wiring: Wiring,
  context: CommandContext,
): Promise<PreparedEvaluation> {
  const { report, clock } = context;
  const { plain, parts } = wiring.config;
  const { prices, evaluation } = plain;
  const runtime = await wiring.runtime();
  if (evaluation.repeat > 1) warnOfEqualSamples(runtime, parts.languageModel, report);
  warnOfMissingPrices(runtime, prices, report);
  const { examples, questions } = questionSet;
  const { index, inCorpus } = await searchIndex({ description, examples }, wiring, context);
  const run = await describeRun(wiring, questionSet, index);
  const { concurrency, maxErrors } = evaluation;
  const metrics = await wiring.metrics();
  const task = { questions, metrics, runtime, prices, inCorpus, concurrency, maxErrors, report, clock };
  const programs = variants.map(({ label, program, state }) => ({ label, digest: digestOfProgram(program, state) }));

  const measure = async (): Promise<Evaluated> => {
    const { artifactsFolder } = wiring;
    const journal = await evaluationJournal({ mode, run, programs, artifactsFolder }, context);
    try {
      const measured = await measureUntilStopped(variants, { ...task, journal });
      const stopped = measured.at(-1)?.stopped ?? null;
      const ending = stopped === null ? null : { code: stopped.code, message: stopped.message };
      const times = { startedAt: journal.startedAt, seconds: journal.elapsedMs() / 1000 };
      const made = makeReport({ ...run, ...times, stopped: ending }, measured);
      warnOfFailedAnswers(made, report);
      warnOfMetricFailures(made, report);
      warnOfSecondCalls(made, report);
      return { report: made, stopped: journal.isKept ? resumable(stopped) : stopped };
    } catch (error) {
      throw journal.isKept ? resumable(error) : error;
    } finally {
      await journal.close();
    }
  };
  return { run, facts: lockedFacts(run, programs), measure };
}

async function measureUntilStopped(
  variants: readonly Variant[],
  task: Omit<EvaluationTask, keyof Variant>,
): Promise<MeasuredVariant[]> {
  const measured: MeasuredVariant[] = [];
  for (const variant of variants) {
    measured.push(await evaluateProgram({ ...task, ...variant }));
    if (measured.at(-1)?.stopped !== null) break;
  }
  return measured;
}

const RESUME = 'what was measured is kept; the same command goes on with it:  rag eval --resume';
const RETRY = 'ask the failed questions again, and go on:  rag eval --retry-errors';

/** The same error, with the way back. */
function resumable<T>(error: T): T | RagError {
  if (!(error instanceof RagError) || error.kind === 'bug') return error;
  const { code, message, hint = '', details, cause } = error;
  if (code === 'INTERRUPTED') return new RagError(code, message, { hint: RESUME, details, cause });
  const way = code === 'TOO_MANY_FAILURES' ? [RETRY, `or ${hint} --resume`] : [hint, RESUME];
  return new RagError(code, message, { hint: way.filter((line) => line !== '').join('\n'), details, cause });
}
