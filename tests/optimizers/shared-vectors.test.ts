import { describe, expect, test } from 'vitest';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import { defineProgram } from '../../src/core/program.ts';
import { bootstrapFewShot } from '../../src/optimizers/bootstrap-few-shot.ts';
import { labeledFewShot } from '../../src/optimizers/labeled-few-shot.ts';
import { randomSearch } from '../../src/optimizers/random-search.ts';
import { rag } from '../../src/programs/rag.ts';
import { demosOf, type QuizTask, quizCall, quizTask } from '../fakes/quiz.ts';
import { hasShared, readShared } from '../shared-data.ts';

/** The shared traces of DSPy 3.0.4; `dspy-parity.test.ts` is their twin on recordings of our own, and always runs. */
const VECTORS = 'spec/metric-vectors.json';
const recorded = hasShared(VECTORS) ? JSON.parse(readShared(VECTORS)).bootstrap : {};

const BOOTSTRAP = { maxBootstrappedDemos: 4, maxLabeledDemos: 4, maxRounds: 1, maxErrors: 10, metricThreshold: null };

type RecordedDemo = readonly [augmented: boolean | null, question: string];

/** As `demosOf` prints them: `+0 +3 12`. */
function printed(demos: readonly RecordedDemo[]): string {
  return demos.map(([augmented, question]) => `${augmented === true ? '+' : ''}${numberIn(question)}`).join(' ');
}

function numberIn(question: string): number {
  return Number(/\d+/.exec(question)?.[0]);
}

function callsOf(task: QuizTask) {
  return task.calls.map(quizCall).map(({ i, kind, temperature, demos }) => ({ i, kind, temperature, demos }));
}

function recordedCalls(name: string) {
  const calls: readonly { i: number; kind: string; temperature: number; demo_questions: string[] }[] =
    recorded[name].calls;
  return calls.map(({ i, kind, temperature, demo_questions: demos }) => ({
    i,
    kind,
    temperature,
    demos: demos.map(numberIn),
  }));
}

describe.skipIf(!hasShared(VECTORS))('the shared bootstrap traces of DSPy 3.0.4', () => {
  test.each([
    ['basic', {}],
    ['default_labeled16', { maxLabeledDemos: 16 }],
    ['labels0', { maxBootstrappedDemos: 2, maxLabeledDemos: 0 }],
    ['boot0', { maxBootstrappedDemos: 0 }],
  ])('%s', async (name, options) => {
    const task = quizTask(rag({ k: 3 }));

    const { state } = await bootstrapFewShot({ ...BOOTSTRAP, ...options }).compile(task);

    expect(callsOf(task)).toEqual(recordedCalls(name));
    expect(demosOf(state)).toBe(printed(recorded[name].final_demos));
    expect(task.events).toContainEqual(expect.objectContaining({ message: recorded[name].stdout.trim() }));
  });

  test('nometric', async () => {
    const task = { ...quizTask(rag({ k: 3 })), metric: { name: 'any', score: () => true } };

    const { state } = await bootstrapFewShot({ ...BOOTSTRAP, maxBootstrappedDemos: 3, maxLabeledDemos: 5 }).compile(
      task,
    );

    expect(callsOf(task)).toEqual(recordedCalls('nometric'));
    expect(demosOf(state)).toBe(printed(recorded.nometric.final_demos));
  });

  test.each([
    ['rounds3', { maxBootstrappedDemos: 16, maxRounds: 3 }, 'boom 17'],
    ['maxerr2', { maxErrors: 2 }, 'boom 7'],
  ])('%s', async (name, options, message) => {
    const task = quizTask(rag({ k: 3 }));

    const compiled = bootstrapFewShot({ ...BOOTSTRAP, ...options }).compile(task);

    await expect(compiled).rejects.toMatchObject({ code: 'TOO_MANY_FAILURES', cause: { message } });
    expect(callsOf(task)).toEqual(recordedCalls(name));
  });

  test.each([
    ['labeled', true],
    ['labeled_nosample', false],
  ])('%s', async (name, sample) => {
    const demos: readonly RecordedDemo[] = recorded[name].final_demos;

    const { state } = await labeledFewShot({ k: demos.length, sample }).compile(quizTask(rag({ k: 3 })));

    expect(demosOf(state)).toBe(printed(demos));
  });

  test('two_predictors', async () => {
    const program = defineProgram({
      name: 'two',
      predictors: { p1: predict('question -> reasoning, answer'), p2: chainOfThought('context, question -> answer') },
      retrievers: {},
      forward: async ({ question = '' }, steps) => {
        const { answer = null } = await steps.predict('p1', { question });
        return steps.predict('p2', { context: [String(answer)], question });
      },
    });

    const { state } = await bootstrapFewShot({ ...BOOTSTRAP, maxBootstrappedDemos: 2, maxLabeledDemos: 8 }).compile(
      quizTask(program),
    );

    expect(demosOf(state, 'p1')).toBe(printed(recorded.two_predictors.demos.p1));
    expect(demosOf(state, 'p2')).toBe(printed(recorded.two_predictors.demos['p2.predict']));
  });

  test('random_search', async () => {
    const task = quizTask(rag({ k: 3 }));
    const search = randomSearch({
      ...BOOTSTRAP,
      numCandidatePrograms: 6,
      stopAtScore: null,
      labeledSample: true,
      restrict: null,
    });

    const { candidates } = await search.compile({ ...task, valset: task.trainset.slice(0, 10) });

    const byRecorded = recorded.random_search.candidates.map(
      ({ seed, score, demos }: { seed: number; score: number; demos: RecordedDemo[] }) => ({
        seed,
        score,
        demos: printed(demos),
      }),
    );
    const found = candidates.map(({ seed, score, state }) => ({ seed, score, demos: demosOf(state) }));
    expect(found.sort((a, b) => a.seed - b.seed)).toEqual(byRecorded);
  });
});
