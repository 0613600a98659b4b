import { describe, expect, test } from 'vitest';
import { type BootstrapOptions, bootstrapFewShot } from '../../src/optimizers/bootstrap-few-shot.ts';
import { rag } from '../../src/programs/rag.ts';
import { demosIn, quizCall, quizTask } from '../fakes/quiz.ts';
import { hasShared, readShared } from '../shared-data.ts';

const DEFAULTS: BootstrapOptions = {
  maxBootstrappedDemos: 4,
  maxLabeledDemos: 4,
  maxRounds: 1,
  maxErrors: 10,
  metricThreshold: null,
};
const VECTORS = 'spec/metric-vectors.json';

describe.skipIf(!hasShared(VECTORS))('bootstrapFewShot, as recorded from DSPy 3.0.4', () => {
  const recorded = JSON.parse(hasShared(VECTORS) ? readShared(VECTORS) : '{"bootstrap":{}}').bootstrap;

  test.each([
    ['basic', {}],
    ['default_labeled16', { maxLabeledDemos: 16 }],
    ['labels0', { maxBootstrappedDemos: 2, maxLabeledDemos: 0 }],
    ['boot0', { maxBootstrappedDemos: 0 }],
  ])('%s', async (name, options) => {
    const task = quizTask(rag({ k: 3 }));

    const { state } = await bootstrapFewShot({ ...DEFAULTS, ...options }).compile(task);

    expect(task.model.calls.map(quizCall)).toEqual(recorded[name].calls);
    expect(demosIn(state)).toEqual(recorded[name].final_demos);
    expect(task.events.filter(({ type }) => type === 'notice')).toEqual([
      { type: 'notice', code: 'BOOTSTRAP_SUMMARY', message: recorded[name].stdout.trim() },
    ]);
  });

  test('nometric', async () => {
    const task = quizTask(rag({ k: 3 }));
    const metric = { name: 'any', score: () => true };

    const options = { ...DEFAULTS, maxBootstrappedDemos: 3, maxLabeledDemos: 5 };
    const { state } = await bootstrapFewShot(options).compile({ ...task, metric });

    expect(task.model.calls.map(quizCall)).toEqual(recorded.nometric.calls);
    expect(demosIn(state)).toEqual(recorded.nometric.final_demos);
  });

  test.each([
    ['rounds3', { maxBootstrappedDemos: 16, maxRounds: 3 }, 'boom 17'],
    ['maxerr2', { maxErrors: 2 }, 'boom 7'],
  ])('%s', async (name, options, message) => {
    const task = quizTask(rag({ k: 3 }));

    const compiled = bootstrapFewShot({ ...DEFAULTS, ...options }).compile(task);

    await expect(compiled).rejects.toMatchObject({ code: 'TOO_MANY_FAILURES', cause: { message } });
    expect(task.model.calls.map(quizCall)).toEqual(recorded[name].calls);
  });
});
