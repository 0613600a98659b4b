import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/metrics.json' with { type: 'json' };
import type { JsonValue } from '../../src/core/fields.ts';
import { answerExactMatch, exactMatchScore } from '../../src/metrics/exact-match.ts';
import { hasShared, readShared } from '../shared-data.ts';
import { exampleOf } from './example-of.ts';

const match = (answer: JsonValue, predicted: JsonValue, frac = 1) =>
  answerExactMatch({ frac }).score(exampleOf({ answer }), { answer: predicted });

describe('answerExactMatch', () => {
  it('carries the name of DSPy’s metric', () => {
    expect(answerExactMatch({ frac: 1 }).name).toBe('answer_exact_match');
  });

  it('judges every recorded pair as DSPy', () => {
    const judged = vectors.answerExactMatch.map((row) => ({
      ...row,
      result: match(row.answer, row.prediction, row.frac),
    }));

    expect(judged).toEqual(vectors.answerExactMatch);
  });

  it('takes any of several answers', () => {
    expect(match(['London', 'Paris'], 'The Paris')).toBe(true);
    expect(match(['London', 'Rome'], 'Paris')).toBe(false);
  });

  it('asks for an F1 of at least frac below 1', () => {
    expect(match('new york city', 'new york', 0.8)).toBe(true);
    expect(match('new york city', 'new york', 0.81)).toBe(false);
    expect(match('x', 'y', 0)).toBe(true);
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['answer_exact_match: predicted answer is NoneType, expected str', 'x', null],
    ['answer_exact_match: predicted answer is list, expected str', 'x', ['x']],
    ['answer_exact_match: answer of example "row-1" is int, expected str', 3, '3'],
    ['answer_exact_match: answer of example "row-1" is NoneType, expected str', ['x', null], 'x'],
    ['answer_exact_match: answer of example "row-1" is an empty list', [], 'x'],
  ])('says "%s"', (message, answer, predicted) => {
    expect(() => match(answer, predicted)).toThrow(expect.objectContaining({ code: 'METRIC_FAILED', message }));
    expect(() => match(answer, predicted, 0.5)).toThrow(expect.objectContaining({ code: 'METRIC_FAILED', message }));
  });

  it('names the columns of an example or a prediction without answer', () => {
    const metric = answerExactMatch({ frac: 1 });

    expect(() => metric.score(exampleOf({ question: 'q', response: 'r' }), { answer: 'a' })).toThrow(
      expect.objectContaining({
        code: 'METRIC_FAILED',
        message: 'answer_exact_match: example "row-1" has no answer, only question, response',
      }),
    );
    expect(() => metric.score(exampleOf({ answer: 'a' }), {})).toThrow(
      expect.objectContaining({
        code: 'METRIC_FAILED',
        message: 'answer_exact_match: prediction has no answer, only nothing',
      }),
    );
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('judges the shared cases as DSPy', () => {
    const { answer_exact_match } = JSON.parse(readShared('spec/metric-vectors.json'));
    // Values come from JSON here, where Python's tuples, which DSPy refuses, are lists.
    const cases = answer_exact_match.filter(
      (row: { answer_python_type?: string }) => row.answer_python_type !== 'tuple',
    );

    for (const { answer, pred_answer, frac, result, error } of cases) {
      if (error === undefined) expect(match(answer, pred_answer, frac)).toBe(result);
      else expect(() => match(answer, pred_answer, frac)).toThrow(expect.objectContaining({ code: 'METRIC_FAILED' }));
    }
  });
});

describe('exactMatchScore', () => {
  it('compares every recorded pair as DSPy', () => {
    const scores = vectors.pairs.map(({ prediction, gold }) => exactMatchScore(prediction, gold));

    expect(scores).toEqual(vectors.pairs.map(({ em }) => Number(em)));
  });

  it.skipIf(!hasShared('spec/metric-vectors.json'))('compares the shared pairs as DSPy', () => {
    const { pairs, answer_lists } = JSON.parse(readShared('spec/metric-vectors.json'));

    for (const { prediction, gold, em } of pairs) expect(exactMatchScore(prediction, gold)).toBe(Number(em));
    for (const { prediction, answers, EM } of answer_lists) expect(match(answers, prediction)).toBe(EM);
  });
});
