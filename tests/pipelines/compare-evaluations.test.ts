import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/core/evaluation.ts';
import { NO_USAGE } from '../../src/core/language-model.ts';
import { evaluateScore, sumScores } from '../../src/core/score.ts';
import { compareEvaluations } from '../../src/pipelines/compare-evaluations.ts';

function evaluation(label: string, scores: readonly (number | boolean)[], firstId = 0): Evaluation {
  const { correct } = sumScores(scores);
  return {
    label,
    program: null,
    metric: 'm',
    score: evaluateScore(correct, scores.length),
    correct,
    total: scores.length,
    failures: 0,
    rows: scores.map((score, index) => ({
      example: { id: `q${index + firstId}`, fields: {}, inputKeys: [] },
      prediction: {},
      score,
      error: null,
      passages: [],
      calls: [],
      usage: NO_USAGE,
      durationMs: 0,
    })),
  };
}

const rights = (right: number, total: number) => Array.from({ length: total }, (_, index) => index < right);

describe('compareEvaluations', () => {
  it("calls the tutorial's 0 of 20 against 3 of 20 inconclusive", () => {
    const comparison = compareEvaluations(
      evaluation('zero-shot', rights(0, 20)),
      evaluation('compiled', rights(3, 20)),
    );

    expect(comparison).toMatchObject({
      baseline: 'zero-shot',
      candidate: 'compiled',
      difference: 15,
      gained: 3,
      lost: 0,
      test: 'exact McNemar',
      pValue: 0.25,
      verdict: 'inconclusive',
    });
    expect(comparison.interval).toEqual({ low: 0, high: 30, confidence: 0.95 });
  });

  it('calls 0 of 20 against 6 of 20 better, and the other way round worse', () => {
    const none = evaluation('a', rights(0, 20));
    const six = evaluation('b', rights(6, 20));

    expect(compareEvaluations(none, six)).toMatchObject({ difference: 30, pValue: 0.03125, verdict: 'better' });
    expect(compareEvaluations(six, none)).toMatchObject({
      difference: -30,
      pValue: 0.03125,
      verdict: 'worse',
      lost: 6,
    });
  });

  it('tests graded scores by permutation', () => {
    const graded = compareEvaluations(evaluation('a', [0.2, 0.5, 0]), evaluation('b', [0.4, 0.5, 1]));

    expect(graded).toMatchObject({
      test: 'paired permutation',
      pValue: 0.5,
      gained: 2,
      lost: 0,
      verdict: 'inconclusive',
    });
  });

  it('finds no difference between equals', () => {
    const same = evaluation('a', rights(3, 5));

    expect(compareEvaluations(same, same)).toMatchObject({
      difference: 0,
      pValue: 1,
      verdict: 'inconclusive',
      gained: 0,
      lost: 0,
    });
  });

  it('refuses to compare different questions', () => {
    expect(() => compareEvaluations(evaluation('a', [1]), evaluation('b', [1], 7))).toThrow(
      'not of the same questions',
    );
  });
});
