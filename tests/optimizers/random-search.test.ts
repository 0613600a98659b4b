import { describe, expect, test } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { type RandomSearchOptions, randomSearch } from '../../src/optimizers/random-search.ts';
import { rag } from '../../src/programs/rag.ts';
import { quizTask } from '../fakes/quiz.ts';

const program = rag({ k: 3 });
const OPTIONS: RandomSearchOptions = {
  maxBootstrappedDemos: 4,
  maxLabeledDemos: 4,
  maxRounds: 1,
  maxErrors: 10,
  metricThreshold: null,
  numCandidatePrograms: 3,
  stopAtScore: null,
  labeledSample: true,
  restrict: null,
};

describe('randomSearch', () => {
  test('gives the same result whatever the concurrency', async () => {
    const compile = (concurrency: number) =>
      randomSearch(OPTIONS).compile({ ...quizTask(program, { learns: true }), concurrency });

    const [one, four, many] = await Promise.all([compile(1), compile(4), compile(100)]);

    expect(four).toEqual(one);
    expect(many).toEqual(one);
  });

  test('scores on the trainset when there are no validation examples', async () => {
    const compile = (valset: [] | null) =>
      randomSearch({ ...OPTIONS, numCandidatePrograms: 0 }).compile({ ...quizTask(program), valset });

    const scores = (await compile(null)).candidates.map(({ score }) => score);

    expect(scores).toEqual([30, 30, 30]);
    expect((await compile([])).candidates.map(({ score }) => score)).toEqual(scores);
  });

  test('names attempts on a shuffled trainset by their place in the given one', async () => {
    const task = quizTask(program);

    const { attempts } = await randomSearch(OPTIONS).compile({ ...task, valset: task.trainset.slice(0, 1) });

    const reported = task.events.flatMap((event) => (event.type === 'attempt-end' ? event : []));
    expect(reported.map(({ index }) => `q${index}`)).toEqual(reported.map(({ exampleId }) => exampleId));
    expect(attempts.map(({ index }) => index)).toEqual(reported.map(({ index }) => index));
  });

  test('tries the seeds of restrict, in its own order', async () => {
    const compile = (restrict: readonly number[] | null) => {
      const search = randomSearch({ ...OPTIONS, restrict });
      return search.compile(quizTask(program, { learns: true }));
    };

    const { candidates } = await compile([1, -2, 7]);
    const all = await compile(null);

    expect(candidates).toEqual(all.candidates.filter(({ seed }) => seed === 1 || seed === -2));
  });

  test('says so when restrict leaves nothing to try', async () => {
    await expect(randomSearch({ ...OPTIONS, restrict: [3, -4] }).compile(quizTask(program))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'restrict leaves nothing to try: it has none of the seeds -3 to 2',
    });
  });

  test('reports the score of every candidate', async () => {
    const task = quizTask(program, { learns: true });

    await randomSearch({ ...OPTIONS, numCandidatePrograms: 1 }).compile(task);

    expect(task.events.filter(({ type }) => type === 'candidate-end')).toEqual([
      { type: 'candidate-end', seed: -3, score: 30 },
      { type: 'candidate-end', seed: -2, score: 45 },
      { type: 'candidate-end', seed: -1, score: 45 },
      { type: 'candidate-end', seed: 0, score: 55 },
    ]);
  });

  test('gives up when a candidate fails on too many examples', async () => {
    const compiled = randomSearch({ ...OPTIONS, maxErrors: 3 }).compile(quizTask(program));

    await expect(compiled).rejects.toMatchObject({
      code: 'TOO_MANY_FAILURES',
      message: '3 runs failed while scoring candidate -3, the last one: the reply is not JSON: no format at all',
      details: { lastCode: 'REPLY_UNPARSABLE', examples: 20 },
    });
  });

  test('stops at once at an error that would meet every run', async () => {
    const gone = new RagError('KEY_REJECTED', 'who are you');

    const compiled = randomSearch(OPTIONS).compile({ ...quizTask(program), run: () => Promise.reject(gone) });

    await expect(compiled).rejects.toBe(gone);
  });

  test('refuses an empty trainset', async () => {
    const compiled = randomSearch(OPTIONS).compile(quizTask(program, { count: 0 }));

    await expect(compiled).rejects.toMatchObject({ code: 'TRAINSET_EMPTY' });
  });
});
