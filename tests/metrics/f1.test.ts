import { describe, expect, it } from 'vitest';
import { answerF1, answerPrecision, hotpotF1 } from '../../src/metrics/f1.ts';
import { hasShared, readShared } from '../shared-data.ts';
import { exampleOf } from './example-of.ts';

const example = exampleOf({ answer: ['city of new york', 'new york city', 'yes'] });

describe('answerF1', () => {
  it('scores against the nearest answer', () => {
    expect(answerF1.score(example, { answer: 'new york' })).toBe(0.8);
    expect(answerF1.score(example, { answer: 'yes sir' })).toBe(2 / 3);
  });

  it('fails without a predicted answer', () => {
    expect(() => answerF1.score(example, { answer: null })).toThrow(
      expect.objectContaining({
        code: 'METRIC_FAILED',
        message: 'answer_f1: predicted answer is NoneType, expected str',
      }),
    );
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('scores the shared lists as DSPy', () => {
    for (const { prediction, answers, F1, HotPotF1 } of JSON.parse(readShared('spec/metric-vectors.json'))
      .answer_lists) {
      expect([
        answerF1.score(exampleOf({ answer: answers }), { answer: prediction }),
        hotpotF1.score(exampleOf({ answer: answers }), { answer: prediction }),
      ]).toEqual([F1, HotPotF1]);
    }
  });
});

describe('hotpotF1', () => {
  it('matches a verdict only with itself', () => {
    expect(hotpotF1.score(example, { answer: 'yes sir' })).toBe(0);
    expect(hotpotF1.score(example, { answer: 'Yes.' })).toBe(1);
  });
});

describe('answerPrecision', () => {
  it('is the share of predicted tokens that an answer has', () => {
    expect(answerPrecision.score(example, { answer: 'big new york' })).toBe(2 / 3);
  });
});
