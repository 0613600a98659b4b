import { describe, expect, it } from 'vitest';
import { gatesFor, readDemands } from '../../src/cli/gate-flags.ts';

describe('readDemands', () => {
  it('demands nothing where nothing is said', () => {
    expect(readDemands({})).toEqual({ requests: [], baseline: null, policy: null });
  });

  it('reads every flag', () => {
    const options = {
      minScore: ['40', 'f1=55'],
      maxFailures: '5%',
      baseline: 'main.json',
      gate: ['no-regression:2'],
      gateInconclusive: 'pass',
    };

    expect(readDemands(options)).toEqual({
      requests: [
        { type: 'min-score', metric: null, percent: 40 },
        { type: 'min-score', metric: 'f1', percent: 55 },
        { type: 'max-failures', limit: 5, unit: 'percent' },
        { type: 'no-regression', points: 2 },
      ],
      baseline: 'main.json',
      policy: 'pass',
    });
  });

  it('says which flag is wrong', () => {
    expect(() => readDemands({ minScore: ['high'] })).toThrow(
      '--min-score high: expected a number from 0 to 100, found "high"',
    );
  });
});

describe('gatesFor', () => {
  const measured = ['answer_exact_match', 'answer_f1', 'my_metric'];
  const named = (metric: string | null) => gatesFor([{ type: 'min-score', metric, percent: 40 }], measured);

  it.each([
    [null, 'answer_exact_match'],
    ['answer_f1', 'answer_f1'],
    ['f1', 'answer_f1'],
    ['Exact-Match', 'answer_exact_match'],
    ['my_metric', 'my_metric'],
  ])('takes %s for %s', (metric, meant) => {
    expect(named(metric)).toEqual([{ type: 'min-score', metric: meant, percent: 40 }]);
  });

  it.each(['answer_f', 'hotpot_f1'])('refuses %s, which is not measured', (metric) => {
    expect(() => named(metric)).toThrow(
      expect.objectContaining({
        code: 'USAGE_INVALID',
        message: `the metric "${metric}" of a gate is not measured`,
        hint: expect.stringMatching(/^measured: answer_f1, /),
      }),
    );
  });

  it('leaves gates without a metric as they are', () => {
    expect(gatesFor([{ type: 'no-regression', points: 2 }], measured)).toEqual([{ type: 'no-regression', points: 2 }]);
  });
});
