import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../../src/core/metric.ts';
import type { CompileTask, Optimizer } from '../../src/core/optimizer.ts';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import { defineProgram, initialState, type ProgramState, stateOf } from '../../src/core/program.ts';
import { findEntry } from '../../src/core/registry.ts';
import { optimizers } from '../../src/optimizers/registry.ts';
import { rag } from '../../src/programs/rag.ts';
import {
  demosOf,
  type QuizOptions,
  type QuizTask,
  quizCall,
  quizExamples,
  quizTask,
  sameAnswer,
} from '../fakes/quiz.ts';

interface Recorded {
  /** By predictor; null when compiling failed. */
  readonly demos: Readonly<Record<string, string>> | null;
  readonly candidates: readonly { readonly seed: number; readonly score: number; readonly demos: object }[] | null;
  readonly error: string | null;
  readonly summaries: readonly string[];
  readonly calls: readonly string[];
}

const RECORDED: Readonly<Record<string, Recorded>> = JSON.parse(
  readFileSync(new URL('../fixtures/optimizers/dspy-3.0.4.json', import.meta.url), 'utf8'),
);

const program = rag({ k: 3 });
const twoSteps = defineProgram({
  ...program,
  name: 'two steps',
  predictors: {
    draft: predict('question -> reasoning, answer'),
    generate_answer: chainOfThought('context, question -> answer'),
  },
  forward: async ({ question = '' }, steps) => {
    const { answer = null } = await steps.predict('draft', { question });
    return steps.predict('generate_answer', { context: [answer ?? '-'], question });
  },
});

const share: Metric = {
  name: 'share',
  score: ({ fields }, { answer }) => (answer === fields.answer ? (Number(String(answer).slice(1)) < 5 ? 0.4 : 0.8) : 0),
};
const always: Metric = { name: 'always', score: () => true };

/** As it comes out of a file: two demos that are no records of the trainset. */
const taught: ProgramState = {
  generate_answer: {
    ...stateOf(initialState(program), 'generate_answer'),
    demos: [
      { question: 'Question number 1?', answer: 'A1' },
      { augmented: true, context: ['c'], question: 'Question number 2?', reasoning: 'r', answer: 'A2' },
    ],
  },
};

interface Scenario extends QuizOptions {
  readonly optimizer?: string;
  readonly options?: object;
  readonly task?: Partial<CompileTask>;
  /** How often the optimizer compiles. */
  readonly compiles?: number;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  bootstrap: {},
  'sixteen-labeled': { options: { maxLabeledDemos: 16 } },
  'no-labels': { options: { maxBootstrappedDemos: 2, maxLabeledDemos: 0 } },
  'no-bootstrapped': { options: { maxBootstrappedDemos: 0 } },
  'accept-all': { options: { maxBootstrappedDemos: 3, maxLabeledDemos: 5 }, task: { metric: always } },
  'three-rounds': { options: { maxBootstrappedDemos: 16, maxRounds: 3 } },
  'three-rounds-to-the-end': { options: { maxBootstrappedDemos: 16, maxRounds: 3, maxErrors: 100 } },
  'two-errors': { options: { maxErrors: 2 } },
  'one-error': { options: { maxErrors: 1 } },
  'errors-add-up': { options: { maxErrors: 5 }, compiles: 3 },
  'empty-replies': { options: { maxBootstrappedDemos: 16 }, empty: 1 },
  threshold: { options: { metricThreshold: 0.5 }, task: { metric: share } },
  'threshold-zero': { options: { metricThreshold: 0 }, task: { metric: share } },
  'one-example': { count: 1 },
  'two-examples': { count: 2 },
  'no-success': { task: { trainset: quizExamples(3).slice(2) } },
  twins: { task: { trainset: [...quizExamples(6), ...quizExamples(6)] } },
  'loaded-student': { options: { maxLabeledDemos: 0 }, task: { state: taught } },
  'loaded-teacher': { options: { maxLabeledDemos: 0 }, task: { teacher: { program, state: taught } } },
  'loaded-teacher-with-labels': { task: { teacher: { program, state: taught } } },
  'teacher-settings': { teacherModel: { learns: true } },
  'two-predictors': {
    options: { maxBootstrappedDemos: 2, maxLabeledDemos: 8 },
    task: { program: twoSteps, state: initialState(twoSteps) },
  },
  labeled: { optimizer: 'LabeledFewShot', options: { k: 4 } },
  'labeled-in-order': { optimizer: 'LabeledFewShot', options: { k: 4, sample: false } },
  'labeled-many': { optimizer: 'LabeledFewShot', options: { k: 16 }, count: 5 },
  'labeled-two-predictors': {
    optimizer: 'LabeledFewShot',
    options: { k: 3 },
    task: { program: twoSteps, state: initialState(twoSteps) },
  },
  search: search({}),
  'search-scores-differ': { ...search({}, 20), learns: true },
  'search-stops': { ...search({ stopAtScore: 50 }, 20), learns: true },
  'search-labels-in-order': search({ labeledSample: false, numCandidatePrograms: 0 }),
  'search-three-errors': search({ maxErrors: 3 }, 20),
  'search-two-rounds': search({ maxRounds: 2, numCandidatePrograms: 2 }, 4),
  'search-teacher-settings': { ...search({ numCandidatePrograms: 2 }, 20), teacherModel: { learns: true } },
  'search-threshold': search({ metricThreshold: 0.5, numCandidatePrograms: 2 }, 7, share),
};

describe('the optimizers do what DSPy 3.0.4 was recorded to do', () => {
  test('in every recorded scenario', () => {
    expect(Object.keys(SCENARIOS)).toEqual(Object.keys(RECORDED));
  });

  test.each(Object.entries(SCENARIOS))('%s', async (name, scenario) => {
    const recorded = RECORDED[name];
    const task = { ...quizTask(program, scenario), ...scenario.task };

    const result = await outcome(await optimizerOf(scenario), task, scenario.compiles ?? 1);

    expect(callsOf(task)).toEqual(recorded?.calls);
    expect(summariesOf(task)).toEqual(recorded?.summaries);
    expect(result).toEqual({
      demos: recorded?.demos,
      candidates: recorded?.candidates ?? [],
      error: recorded?.error === null ? null : 'TOO_MANY_FAILURES',
    });
  });
});

function search(options: object, valset = 10, metric: Metric = sameAnswer): Scenario {
  return {
    optimizer: 'BootstrapFewShotWithRandomSearch',
    options: { numCandidatePrograms: 6, ...options },
    task: { valset: quizExamples(valset), metric },
  };
}

async function optimizerOf({ optimizer = 'BootstrapFewShot', options }: Scenario): Promise<Optimizer> {
  const entry = findEntry(optimizers, optimizer);
  const limits = optimizer === 'LabeledFewShot' ? {} : { maxBootstrappedDemos: 4, maxLabeledDemos: 4 };
  const built = await entry?.build({ ...limits, ...options }, undefined);
  if (built === undefined) throw new Error(`no optimizer ${optimizer}`);
  return built;
}

async function outcome(optimizer: Optimizer, task: CompileTask, compiles: number) {
  try {
    for (let done = 1; done < compiles; done += 1) await optimizer.compile(task);
    const { state, candidates } = await optimizer.compile(task);
    return {
      demos: demosByPredictor(state),
      candidates: candidates.map(({ seed, score, state }) => ({ seed, score, demos: demosByPredictor(state) })),
      error: null,
    };
  } catch (error) {
    return { demos: null, candidates: [], error: error instanceof Error && 'code' in error ? error.code : error };
  }
}

function demosByPredictor(state: ProgramState): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(state).map((name) => [name, demosOf(state, name)]));
}

function callsOf({ calls }: QuizTask): readonly string[] {
  return calls.map(quizCall).map(({ i, kind, temperature, rolloutId, demos }) => {
    const line = `${i} ${kind} temperature ${temperature.toFixed(1)} rollout ${rolloutId ?? 'None'} demos`;
    return [line, ...demos].join(' ');
  });
}

function summariesOf({ events }: QuizTask): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'notice' && event.code === 'BOOTSTRAP_SUMMARY' ? event.message : [],
  );
}
