import pMap from 'p-map';
import { RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { RowJournal } from '../core/journal.ts';
import type { ReportRow } from '../core/report-row.ts';
import { digestOfProgram } from './digest.ts';
import { type Measurement, measureRow, type Question } from './measure-row.ts';
import { type RowTally, rowTally } from './row-tally.ts';

export interface EvaluationTask extends Measurement {
  /** `zero-shot`, `compiled`, … */
  readonly label: string;
  /** The artifact's path, for the report; null for a program that was never saved. */
  readonly path: string | null;
  readonly questions: readonly Question[];
  readonly concurrency: number;
  /** This many failed rows stop the evaluation, as DSPy's max_errors. */
  readonly maxErrors: number;
  readonly journal: RowJournal;
  readonly report: Report;
}

/** What one program did, before any of it is counted. */
export interface MeasuredVariant {
  readonly label: string;
  readonly program: string | null;
  readonly programDigest: string;
  /** In order of question and sample, whatever finished first. */
  readonly rows: readonly ReportRow[];
  /** TOO_MANY_FAILURES when rows are missing for that reason, else null. */
  readonly stopped: RagError | null;
}

/**
 * Puts every question to a program, at most `concurrency` at a time. Rows that the journal holds already are taken from there; the
 * others are handed to it as they finish. Too many failures end the evaluation early, with the rows that are there.
 *
 * @throws RagError DATASET_EMPTY, INTERRUPTED, and errors that would meet every row (see `failsOneExample`)
 */
export async function evaluateProgram(task: EvaluationTask): Promise<MeasuredVariant> {
  const { label, path, program, state, questions, journal, runtime, report, concurrency } = task;
  if (questions.length === 0)
    throw new RagError('DATASET_EMPTY', 'there is no question to evaluate on', { hint: 'rag eval --dev 20' });
  const stage = `eval ${label}`;
  const rows = keptRows(questions, journal.finished(label));
  const tally = rowTally(rows.values());
  const stop = new AbortController();
  const stopIfTooMany = () => {
    if (tally.failures >= task.maxErrors) stop.abort(tooManyFailures(task, tally));
  };
  const advance = (by: number) => report({ type: 'stage-advance', stage, by, note: `${tally.score} / ${tally.done}` });
  const measurement = { ...task, runtime: { ...runtime, signal: AbortSignal.any([runtime.signal, stop.signal]) } };
  const measure = async (question: Question): Promise<void> => {
    const row = await measureRow(measurement, question);
    await journal.append(label, row);
    rows.set(keyOf(question), row);
    tally.add(row);
    advance(1);
    stopIfTooMany();
  };

  report({ type: 'stage-start', stage, total: questions.length });
  if (rows.size > 0) advance(rows.size);
  stopIfTooMany();
  const open = questions.filter((question) => !rows.has(keyOf(question)));
  const stopped = await untilStopped(stop.signal, () =>
    pMap(open, measure, { concurrency, signal: measurement.runtime.signal }),
  );
  report({ type: 'stage-end', stage });
  const finished = questions.flatMap((question) => rows.get(keyOf(question)) ?? []);
  return { label, program: path, programDigest: digestOfProgram(program, state), rows: finished, stopped };
}

function keyOf({ index, sample }: Pick<Question, 'index' | 'sample'>): string {
  return `${index} ${sample}`;
}

/** Of the rows found, those that belong to the questions. */
function keptRows(questions: readonly Question[], found: readonly ReportRow[]): Map<string, ReportRow> {
  const wanted = new Set(questions.map(keyOf));
  return new Map(found.map((row): [string, ReportRow] => [keyOf(row), row]).filter(([key]) => wanted.has(key)));
}

/** Null when the work got done, the signal's reason when that stopped it. */
async function untilStopped(signal: AbortSignal, work: () => Promise<unknown>): Promise<RagError | null> {
  try {
    await work();
  } catch (error) {
    if (error !== signal.reason) throw error;
  }
  return signal.reason ?? null;
}

function tooManyFailures({ label, questions }: EvaluationTask, tally: RowTally): RagError {
  const { done, failures, score, lastError } = tally;
  const last = lastError === null ? '' : `, the last with ${lastError.code}: ${lastError.message}`;
  return new RagError('TOO_MANY_FAILURES', `${failures} of the first ${done} questions failed for "${label}"${last}`, {
    hint: `allow more:  rag eval --max-errors ${questions.length + 1}`,
    details: { label, finished: done, failed: failures, score },
  });
}
