import { describe, expect, test } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { type Metric, scoreOf } from '../../src/core/metric.ts';

const example = { id: 'q7', fields: { answer: 'a' }, inputKeys: [] };
const trace = [{ predictor: 'p', inputs: {}, outputs: {} }];

describe('scoreOf', () => {
  test('hands over example, prediction and trace', async () => {
    const seen: unknown[] = [];
    const metric: Metric = { name: 'm', score: async (...given) => seen.push(given) === 1 && 0.5 };

    expect(await scoreOf(metric, example, { answer: 'b' }, trace)).toBe(0.5);
    expect(seen).toEqual([[example, { answer: 'b' }, trace]]);
  });

  test('gives no trace where there is none: metrics tell evaluation from compiling by it', async () => {
    const metric: Metric = { name: 'm', score: (...given) => given[2] === undefined };

    expect(await scoreOf(metric, example, {})).toBe(true);
  });

  test.each([
    [new TypeError('no field'), 'no field'],
    ['text', 'text'],
  ])('turns whatever a metric throws into a failure of this example: %s', async (thrown, reason) => {
    const metric: Metric = { name: 'm', score: () => Promise.reject(thrown) };

    await expect(scoreOf(metric, example, {})).rejects.toMatchObject({
      code: 'METRIC_FAILED',
      message: `metric "m" failed on example "q7": ${reason}`,
      cause: thrown,
    });
  });

  test('lets a RagError through', async () => {
    const gone = new RagError('MODEL_UNREACHABLE', 'the judge is gone');
    const metric: Metric = { name: 'm', score: () => Promise.reject(gone) };

    await expect(scoreOf(metric, example, {})).rejects.toBe(gone);
  });
});
