import type { RagError } from '../core/errors.ts';
import { type Example, inputsOf } from '../core/example.ts';
import type { Fields } from '../core/fields.ts';
import { addUsage, NO_USAGE, type Sampling } from '../core/language-model.ts';
import type { Metric } from '../core/metric.ts';
import type { Outcome } from '../core/outcome.ts';
import { costOf, type Prices } from '../core/prices.ts';
import { fetchesPassages, type Program, type ProgramState } from '../core/program.ts';
import type { ReportRow } from '../core/report-row.ts';
import { attemptProgram, type FailedRun, type Run, type Runtime } from '../core/run.ts';
import { classifyRow } from './classify-row.ts';
import { diagnoseRow, occursIn } from './diagnose-row.ts';
import { judgeRun } from './judge-run.ts';
import { reportCall, rowError } from './report-call.ts';
import { textAnswers } from './text-answers.ts';

/** One question, to be asked once. */
export interface Question {
  readonly example: Example;
  /** Position among the chosen questions, from 0. */
  readonly index: number;
  /** From 0; every sample is asked for anew. */
  readonly sample: number;
}

export interface Measurement {
  readonly program: Program;
  readonly state: ProgramState;
  /** The first one decides whether a row is correct. */
  readonly metrics: readonly Metric[];
  readonly runtime: Runtime;
  readonly prices: Prices;
  /** Whether the collection holds an answer of the example; null when that is not known. */
  readonly inCorpus: (example: Example) => boolean | null;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
}

/**
 * Runs the program on the question, judges what comes back and says why it is not right. A run that fails, and one that the first
 * metric cannot judge, is a row with an error and score 0.
 *
 * @throws RagError that would meet every row (see `failsOneExample`)
 */
export async function measureRow(measurement: Measurement, question: Question): Promise<ReportRow> {
  const { program, state, metrics, runtime, prices, clock } = measurement;
  const { example, index, sample } = question;
  const startedAt = clock();
  const inputs = inputsOf(example);
  const run = await attemptProgram({ program, state, inputs, sampling: samplingOf(sample, runtime) }, runtime);
  const verdict = await judgeRun(metrics, example, run);
  const durationMs = clock() - startedAt;
  const calls = [...run.calls.map((call) => reportCall(call, null)), ...verdict.calls];
  const error = run.prediction === null ? run.error : verdict.error;
  const { outcome, ...causes } = explain(measurement, example, run, { error, isCorrect: verdict.isCorrect });
  // In the order of `ReportRow`, so that a row read back from a file is written in the same words.
  return {
    id: example.id,
    index,
    sample,
    inputs,
    expected: expectedOf(example),
    prediction: run.prediction,
    outcome,
    error: error === null ? null : rowError(error),
    scores: verdict.scores,
    ...causes,
    passages: run.passages,
    calls,
    usage: calls.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
    cost: costOf(calls, prices),
    durationMs,
  };
}

/** The first sample is the one that a single run asks for; a seeded sampler needs another seed for each of the others. */
function samplingOf(sample: number, { languageModel }: Runtime): Sampling {
  if (sample === 0) return {};
  const { seed } = languageModel.defaults;
  return { rolloutId: sample, ...(seed === undefined ? {} : { seed: seed + sample }) };
}

function expectedOf({ fields, inputKeys }: Example): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !inputKeys.includes(name)));
}

type Explanation = Pick<ReportRow, 'outcome' | 'answerInCorpus' | 'answerInPassages' | 'diagnosis' | 'form'>;

interface Ending {
  readonly error: RagError | null;
  readonly isCorrect: boolean;
}

function explain(
  { program, inCorpus }: Measurement,
  example: Example,
  { prediction, calls, passages }: Run | FailedRun,
  ending: Ending,
): Explanation {
  const fetches = fetchesPassages(program);
  const outcome: Outcome = classifyRow({ ...ending, foundNothing: fetches && passages.length === 0, calls });
  const answers = textAnswers(example.fields);
  const texts = passages.map(({ text }) => text);
  const inPassages = fetches ? occursIn(texts, answers) : null;
  const facts = { inPassages, inCorpus: inPassages === true ? true : inCorpus(example) };
  const { answer } = prediction ?? {};
  const predicted = typeof answer === 'string' ? answer : null;
  const reply = calls.at(-1)?.completion?.text ?? null;
  return {
    outcome,
    answerInCorpus: facts.inCorpus,
    answerInPassages: inPassages,
    ...diagnoseRow({ outcome, answers, predicted, reply, ...facts }),
  };
}
