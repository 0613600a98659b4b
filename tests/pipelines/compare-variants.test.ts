import { describe, expect, it } from 'vitest';
import { type Compared, compareVariants } from '../../src/pipelines/compare-variants.ts';
import { reportRow } from '../fakes/evaluation-report.ts';

function variant(label: string, scores: readonly (number | boolean | readonly number[])[], firstId = 0): Compared {
  const rows = scores.flatMap((score, index) =>
    (typeof score === 'object' ? score : [score]).map((value, sample) =>
      reportRow({ id: `q${index + firstId}`, index, sample, scores: [{ value, error: null }] }),
    ),
  );
  return { label, file: null, rows };
}

const NOTHING = [{ value: 0, error: null }];
const rights = (right: number, total: number) => Array.from({ length: total }, (_, index) => index < right);
const compare = (baseline: Compared, candidate: Compared) => compareVariants('m', baseline, candidate);

describe('compareVariants', () => {
  it("calls the tutorial's 0 of 20 against 3 of 20 inconclusive", () => {
    const comparison = compare(variant('zero-shot', rights(0, 20)), variant('compiled', rights(3, 20)));

    expect(comparison).toEqual({
      metric: 'm',
      baseline: 'zero-shot',
      baselineFile: null,
      candidate: 'compiled',
      questions: 20,
      leftOut: 0,
      difference: 15,
      interval: { low: 0, high: 30, confidence: 0.95 },
      test: 'exact McNemar',
      pValue: 0.25,
      verdict: 'inconclusive',
      pairs: { gained: 3, lost: 0, bothRight: 0, bothWrong: 17 },
      questionsNeeded: 50,
    });
  });

  it('calls 0 of 20 against 6 of 20 better, and the other way round worse', () => {
    const none = variant('a', rights(0, 20));
    const six = variant('b', rights(6, 20));

    expect(compare(none, six)).toMatchObject({ difference: 30, pValue: 0.03125, verdict: 'better' });
    expect(compare(six, none)).toMatchObject({
      difference: -30,
      pValue: 0.03125,
      verdict: 'worse',
      pairs: { gained: 0, lost: 6, bothRight: 0, bothWrong: 14 },
    });
  });

  it('tests graded scores by permutation', () => {
    expect(compare(variant('a', [0.2, 0.5, 0]), variant('b', [0.4, 0.5, 1]))).toMatchObject({
      test: 'paired permutation',
      pValue: 0.5,
      pairs: { gained: 2, lost: 0, bothRight: 1, bothWrong: 0 },
      verdict: 'inconclusive',
      // Mean 0.4, deviation 0.529: (2.8016 × 0.529 / 0.4)² = 13.7.
      questionsNeeded: 14,
    });
  });

  it('compares the means of repeated samples', () => {
    expect(
      compare(
        variant('a', [
          [0, 1],
          [0, 0],
        ]),
        variant('b', [
          [1, 1],
          [0, 0],
        ]),
      ),
    ).toMatchObject({
      questions: 2,
      difference: 25,
      test: 'paired permutation',
    });
  });

  it('finds no difference between equals', () => {
    const same = variant('a', rights(3, 5));

    expect(compare(same, same)).toMatchObject({
      difference: 0,
      pValue: 1,
      verdict: 'inconclusive',
      pairs: { gained: 0, lost: 0, bothRight: 3, bothWrong: 2 },
      questionsNeeded: null,
    });
  });

  it('pairs questions by id, whatever their order', () => {
    const { rows, ...rest } = variant('b', [0, 1, 0]);

    expect(compare(variant('a', [0, 1, 0]), { ...rest, rows: rows.toReversed() })).toMatchObject({ difference: 0 });
  });

  it('leaves out what the server left unanswered on either side, which says nothing of a program', () => {
    const timedOut = (index: number) => reportRow({ id: `q${index}`, index, outcome: 'timeout', scores: NOTHING });
    const lost = (index: number) => reportRow({ id: `q${index}`, index, outcome: 'transport', scores: NOTHING });
    const baseline = variant('a', [1, 1, 0, 0]);
    const candidate = variant('b', [1, 1, 1, 1]);
    const rows = [timedOut(0), ...baseline.rows.slice(1)];

    expect(
      compare({ ...baseline, rows }, { ...candidate, rows: [...candidate.rows.slice(0, 3), lost(3)] }),
    ).toMatchObject({ questions: 2, leftOut: 2, difference: 50, pairs: { gained: 1, lost: 0, bothRight: 1 } });
    expect(compare({ ...baseline, rows: [0, 1, 2, 3].map(lost) }, candidate)).toBeNull();
  });

  it('compares the samples of a question that were answered', () => {
    const unanswered = reportRow({ id: 'q0', sample: 2, outcome: 'transport', scores: NOTHING });
    const { rows, ...rest } = variant('a', [[1, 1]]);

    expect(compare({ ...rest, rows: [...rows, unanswered] }, variant('b', [[1, 1]]))).toMatchObject({
      questions: 1,
      leftOut: 0,
      difference: 0,
    });
  });

  it('refuses to compare different questions', () => {
    expect(() => compare(variant('a', [1, 1]), variant('b', [1, 1], 1))).toThrow(
      expect.objectContaining({
        code: 'REPORT_MISMATCH',
        message: '"a" was asked 2 questions and "b" 2, of which 1 are the same',
      }),
    );
  });
});
