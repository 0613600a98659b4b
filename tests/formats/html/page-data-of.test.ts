import { describe, expect, it } from 'vitest';
import { pageDataOf } from '../../../src/formats/html/page-data-of.ts';
import { evaluationReport, reportRow } from '../../fakes/evaluation-report.ts';

describe('pageDataOf', () => {
  const data = pageDataOf(evaluationReport());

  it('holds each text once', () => {
    expect(data.texts).toEqual([
      'Hamlet is a play by Shakespeare.',
      'Your input fields are: …',
      '[[ ## question ## ]]\nWho wrote <Hamlet> & "Macbeth"?',
      '[[ ## answer ## ]]\nShakespeare',
    ]);
  });

  it('holds a question with what each program made of it', () => {
    expect(data.programs).toEqual(['zero-shot', 'compiled']);
    expect(data.questions.map(({ id, change }) => [id, change])).toEqual([
      ['q0', 'both right'],
      ['q1', 'gained'],
      ['q2', 'both wrong'],
      ['q3', ''],
    ]);
    expect(data.questions[1]).toMatchObject({
      question: 'Who wrote <Hamlet> & "Macbeth"?',
      expected: 'Shakespeare',
      results: [
        { program: 0, sample: '', outcome: 'wrong', mark: 'wrong', diagnosis: 'retrieved, not used', form: '' },
        { program: 1, sample: '', outcome: 'correct', mark: 'right', diagnosis: '', form: '' },
      ],
    });
  });

  it('numbers repeated samples and keeps the order of the data set, whichever came first', () => {
    const report = evaluationReport();
    const rows = [reportRow({ id: 'b', index: 1 }), reportRow({ id: 'a' }), reportRow({ id: 'a', sample: 1 })];
    const variants = report.variants.slice(0, 1).map((variant) => ({ ...variant, rows }));
    const { questions } = pageDataOf({ ...report, run: { ...report.run, samples: 2 }, variants });

    expect(questions.map(({ id, results }) => [id, results.map(({ sample }) => sample)])).toEqual([
      ['a', ['sample 1 of 2', 'sample 2 of 2']],
      ['b', ['sample 1 of 2']],
    ]);
  });
});
