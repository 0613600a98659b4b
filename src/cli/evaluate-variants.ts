import type { RagError } from '../core/errors.ts';
import type { Example } from '../core/example.ts';
import { NO_JOURNAL } from '../core/journal.ts';
import type { EvaluationReport, ReportIndex } from '../core/report.ts';
import type { CollectionDescription } from '../core/vector-store.ts';
import { evaluateProgram, type MeasuredVariant } from '../pipelines/evaluate-program.ts';
import { makeReport } from '../pipelines/make-report.ts';
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

/** Scores each variant on the same questions, one variant after the other, until one of them fails too often. */
export async function evaluateVariants(
  { variants, devset, index }: VariantsTask,
  wiring: Wiring,
  { report, clock }: CommandContext,
): Promise<Evaluated> {
  const startedAt = clock();
  const run = await describeRun(wiring, devset, await indexOf(wiring, index));
  const { concurrency, maxErrors } = wiring.config.plain.evaluation;
  const task = {
    questions: devset.map((example, position) => ({ example, index: position, sample: 0 })),
    metrics: [await wiring.metric()],
    runtime: await wiring.runtime(),
    prices: {},
    inCorpus: () => null,
    journal: NO_JOURNAL,
    concurrency,
    maxErrors,
    report,
    clock,
  };
  const measured: MeasuredVariant[] = [];
  for (const variant of variants) {
    measured.push(await evaluateProgram({ ...task, ...variant }));
    if (measured.at(-1)?.stopped !== null) break;
  }
  const stopped = measured.at(-1)?.stopped ?? null;
  const ending = stopped === null ? null : { code: stopped.code, message: stopped.message };
  const seconds = (clock() - startedAt) / 1000;
  return { report: makeReport({ ...run, seconds, stopped: ending }, measured), stopped };
}

async function indexOf(wiring: Wiring, description: CollectionDescription | null): Promise<ReportIndex | null> {
  if (description === null) return null;
  const { count, metadata } = description;
  return { collection: (await wiring.store()).collection, points: count, metadata, digest: null };
}
