import { createHash } from 'node:crypto';
import { chatAdapter } from '../../adapters/chat-adapter.ts';
import { failsOneExample, RagError } from '../../core/errors.ts';
import type { Report } from '../../core/events.ts';
import { type Example, inputsOf } from '../../core/example.ts';
import type { LanguageModel } from '../../core/language-model.ts';
import { type Metric, scoreOf } from '../../core/metric.ts';
import type { RunFunction } from '../../core/optimizer.ts';
import { type Program, type ProgramState, stateOf } from '../../core/program.ts';
import { type Runtime, runProgram } from '../../core/run.ts';
import { evaluateScore, sumScores } from '../../core/score.ts';
import type { BootstrapCase } from './bootstrap-traces.ts';

/** A model that looks its replies up and a retriever that knows its passages, with a log of what the model was asked. */
export interface ScriptedWorld {
  readonly languageModel: LanguageModel;
  readonly run: RunFunction;
  readonly report: Report;
  /** The requests since the last time, each as `3 chat 0.0 - 5f0c1d2e3a4b +0 7`: example, adapter, temperature, round, digest, demos. */
  takeCalls(): readonly string[];
  /** The summary lines of bootstrapping so far. */
  summaries(): readonly string[];
  /** Percent, and each example's score, one example after the other. */
  evaluate(program: Program, state: ProgramState, metric: Metric): Promise<Scores>;
}

interface Scores {
  readonly score: number;
  readonly scores: readonly (number | boolean)[];
}

export function scriptedWorld(one: BootstrapCase): ScriptedWorld {
  const calls: string[] = [];
  const summaries: string[] = [];
  const now = { question: '', demos: [] as readonly string[] };
  const languageModel: LanguageModel = {
    model: 'openai/scripted',
    defaults: { temperature: 0 },
    complete: async ({ messages, responseFormat }, { temperature = 0, rolloutId }) => {
      const kind = responseFormat === null ? 'chat' : 'json';
      const sent = JSON.stringify(messages.map(({ role, content }) => ({ role, content })));
      const digest = createHash('sha256').update(sent).digest('hex').slice(0, 12);
      const asked = positionOf(one, now.question);
      calls.push([asked, kind, temperature.toFixed(1), rolloutId ?? '-', digest, ...now.demos].join(' '));
      const text = one.replies[now.question]?.[kind][rolloutId ?? 0] ?? null;
      if (text === null) throw new RagError('MODEL_FAILED', 'the request failed');
      return { text, finishReason: 'stop', usage: { promptTokens: 0, completionTokens: 0 }, cached: false };
    },
  };
  const runtime: Runtime = {
    languageModel,
    adapter: chatAdapter(),
    retriever: {
      name: 'scripted',
      retrieve: async (question) =>
        (one.passages[question] ?? []).map((text, index) => ({ id: String(index), text, score: 1, metadata: {} })),
    },
    signal: new AbortController().signal,
  };
  const run: RunFunction = (program, state, inputs, sampling = {}) => {
    now.question = String(inputs.question);
    now.demos = demosOf(one, state);
    return runProgram({ program, state, inputs, sampling }, runtime);
  };
  return {
    languageModel,
    run,
    report: (event) => {
      if ('code' in event && event.code === 'BOOTSTRAP_SUMMARY') summaries.push(event.message);
    },
    takeCalls: () => calls.splice(0),
    summaries: () => summaries,
    evaluate: async (program, state, metric) => {
      const scores: (number | boolean)[] = [];
      for (const row of one.trainset) scores.push(await judged(scriptedExample(row), program, state, { metric, run }));
      return { score: evaluateScore(sumScores(scores).correct, scores.length), scores };
    },
  };
}

interface Judge {
  readonly metric: Metric;
  readonly run: RunFunction;
}

/** A run or a metric that fails scores 0, as in DSPy. */
async function judged(example: Example, program: Program, state: ProgramState, { metric, run }: Judge) {
  try {
    const { prediction } = await run(program, state, inputsOf(example));
    return await scoreOf(metric, { example, prediction });
  } catch (error) {
    if (failsOneExample(error)) return 0;
    throw error;
  }
}

export function scriptedExample(row: BootstrapCase['trainset'][number], index = 0): Example {
  return { id: String(index), fields: row, inputKeys: ['question'] };
}

/** The positions of the demos' questions in the trainset; `+` marks a bootstrapped one. */
export function demosOf(one: BootstrapCase, state: ProgramState): readonly string[] {
  const { demos } = stateOf(state, 'generate_answer');
  return demos.map(({ question, augmented }) => `${augmented === true ? '+' : ''}${positionOf(one, String(question))}`);
}

function positionOf({ trainset }: BootstrapCase, question: string): number {
  return trainset.findIndex((row) => row.question === question);
}
