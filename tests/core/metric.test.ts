import { describe, expect, test } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { type Metric, reportableScoreOf, scoreOf } from '../../src/core/metric.ts';

const example = { id: 'q7', fields: { answer: 'a' }, inputKeys: [] };
const evidence = { passages: [], record: () => {} };
const trace = [{ predictor: 'p', inputs: {}, outputs: {} }];

describe('scoreOf', () => {
  test('hands over example, prediction, trace and evidence', async () => {
    const seen: unknown[] = [];
    const metric: Metric = { name: 'm', score: async (...given) => seen.push(given) === 1 && 0.5 };

    expect(await scoreOf(metric, { example, prediction: { answer: 'b' }, trace, evidence })).toBe(0.5);
    expect(seen).toEqual([[example, { answer: 'b' }, trace, evidence]]);
  });

  test('gives no trace where there is none: metrics tell evaluation from compiling by it', async () => {
    const metric: Metric = { name: 'm', score: (...given) => given[2] === undefined };

    expect(await scoreOf(metric, { example, prediction: {} })).toBe(true);
  });

  test.each([
    [new TypeError('no field'), 'no field'],
    ['text', 'text'],
  ])('turns whatever a metric throws into a failure of this example: %s', async (thrown, reason) => {
    const metric: Metric = { name: 'm', score: () => Promise.reject(thrown) };

    await expect(scoreOf(metric, { example, prediction: {} })).rejects.toMatchObject({
      code: 'METRIC_FAILED',
      message: `metric "m" failed on example "q7": ${reason}`,
      cause: thrown,
    });
  });

  test('lets a RagError through', async () => {
    const gone = new RagError('MODEL_UNREACHABLE', 'the judge is gone');
    const metric: Metric = { name: 'm', score: () => Promise.reject(gone) };

    await expect(scoreOf(metric, { example, prediction: {} })).rejects.toBe(gone);
  });
});

describe('reportableScoreOf', () => {
  test.each([true, false, 0, 0.25, 1])('lets %s through', async (score) => {
    expect(await reportableScoreOf({ name: 'm', score: () => score }, { example, prediction: {} })).toBe(score);
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [1.5, '1.5'],
    [-0.1, '-0.1'],
    [undefined, 'undefined'],
    [null, 'null'],
    ['1', '"1"'],
  ])('refuses %s, which no report could hold', async (score, shown) => {
    // A user's module is plain JavaScript: nothing keeps it from giving something else than a number.
    const metric = { name: 'm', score: () => score } as unknown as Metric;

    await expect(reportableScoreOf(metric, { example, prediction: {} })).rejects.toMatchObject({
      code: 'METRIC_FAILED',
      message: `metric "m" gave ${shown} for example "q7", expected true, false or a number from 0 to 1`,
    });
  });
});
