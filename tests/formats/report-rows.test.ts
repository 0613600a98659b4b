import { describe, expect, it } from 'vitest';
import { answerOf, changesOf, expectedOf, questionOf } from '../../src/formats/report-rows.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';

describe('questionOf', () => {
  it('is the field of that name', () => {
    expect(questionOf(reportRow())).toBe('Who wrote <Hamlet> & "Macbeth"?');
  });

  it('is all inputs where there is none', () => {
    expect(questionOf(reportRow({ inputs: { claim: 'It rains.', place: 'Bergen' } }))).toBe(
      'claim: It rains.\nplace: Bergen',
    );
  });
});

describe('expectedOf', () => {
  it.each([
    ['one answer', { answer: 'Paris' }, 'Paris'],
    ['several answers', { answer: ['Paris', 'City of Paris'] }, 'Paris\nCity of Paris'],
    ['no answer', { label: 'x' }, ''],
  ])('reads %s', (_what, expected, text) => expect(expectedOf(reportRow({ expected }))).toBe(text));
});

describe('answerOf', () => {
  it.each([
    ['the answer', { reasoning: 'so', answer: 'Paris', note: 'x' }, 'Paris'],
    ['the last field where there is none', { reasoning: 'so', label: 'yes' }, 'yes'],
    ['nothing for null', { answer: null }, ''],
    ['nothing for a failed run', null, ''],
  ])('is %s', (_what, prediction, text) => expect(answerOf(reportRow({ prediction }))).toBe(text));
});

describe('changesOf', () => {
  it('compares the last program with the first, question by question', () => {
    expect(Object.fromEntries(changesOf(evaluationReport()))).toEqual({
      q0: 'bothRight',
      q1: 'gained',
      q2: 'bothWrong',
    });
  });

  it('compares means of repeated samples', () => {
    const [first, last] = evaluationReport().variants;
    const rows = (values: readonly number[]) =>
      values.map((value, sample) => reportRow({ sample, scores: [{ value, error: null }] }));
    const variants = [first, last].flatMap((variant, position) =>
      variant === undefined ? [] : [{ ...variant, rows: rows(position === 0 ? [1, 1, 0] : [1, 0, 0]) }],
    );

    expect(Object.fromEntries(changesOf(evaluationReport({ variants })))).toEqual({ q0: 'lost' });
  });

  it('is empty for a single program', () => {
    expect(changesOf(evaluationReport({ variants: evaluationReport().variants.slice(0, 1) })).size).toBe(0);
  });
});
