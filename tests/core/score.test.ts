import { describe, expect, it } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { averageMetricText, evaluateScore, runningMetricText, sumScores } from '../../src/core/score.ts';
import { hasShared, readShared } from '../shared-data.ts';

describe('sumScores', () => {
  it('stays an integer while every score is true or false', () => {
    expect(sumScores([true, false, true])).toEqual({ correct: 2, isFloat: false });
    expect(sumScores([])).toEqual({ correct: 0, isFloat: false });
  });

  it('becomes a float with the first number', () => {
    expect(sumScores([true, 0, true])).toEqual({ correct: 2, isFloat: true });
  });
});

describe('evaluateScore', () => {
  it('rounds to two decimals, ties to even', () => {
    expect(evaluateScore(3, 20)).toBe(15);
    expect(evaluateScore(1, 3)).toBe(33.33);
    expect(evaluateScore(1, 32)).toBe(3.12);
    expect(evaluateScore(5, 32)).toBe(15.62);
  });

  it('refuses an empty devset', () => {
    expect(() => evaluateScore(0, 0)).toThrow(new RagError('DATASET_EMPTY', 'no examples to evaluate'));
  });
});

describe('averageMetricText', () => {
  it('shows the sum as Python prints it', () => {
    expect(averageMetricText(sumScores([true, true, true, false]), 20)).toBe('Average Metric: 3 / 20 (15.0%)');
    expect(averageMetricText(sumScores([true, true, true, 0]), 20)).toBe('Average Metric: 3.0 / 20 (15.0%)');
    expect(averageMetricText({ correct: 1, isFloat: false }, 16)).toBe('Average Metric: 1 / 16 (6.2%)');
    expect(averageMetricText(sumScores([0.1, 0.2]), 2)).toBe('Average Metric: 0.30000000000000004 / 2 (15.0%)');
  });
});

describe('runningMetricText', () => {
  it('shows two decimals of the sum and one of the share', () => {
    expect(runningMetricText(3, 4)).toBe('Average Metric: 3.00 / 4 (75.0%)');
    expect(runningMetricText(0.125, 3)).toBe('Average Metric: 0.12 / 3 (4.2%)');
    expect(runningMetricText(0, 0)).toBe('Average Metric: 0.00 / 0 (0%)');
  });
});

describe.skipIf(!hasShared('spec/metric-vectors.json'))('the shared rounding table', () => {
  it('comes out as DSPy printed it', () => {
    const { evaluate_rounding } = JSON.parse(readShared('spec/metric-vectors.json'));

    for (const { ncorrect, ntotal, score_round2, log, bar } of evaluate_rounding) {
      expect(evaluateScore(ncorrect, ntotal)).toBe(score_round2);
      expect(averageMetricText({ correct: ncorrect, isFloat: !Number.isInteger(ncorrect) }, ntotal)).toBe(log);
      expect(runningMetricText(ncorrect, ntotal)).toBe(bar);
    }
  });
});
