import { describe, expect, it } from 'vitest';
import { reportJsonLines } from '../../src/formats/report-json-lines.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';

describe('reportJsonLines', () => {
  it('writes one row per line, each with its program and its metrics by name', () => {
    const lines = reportJsonLines(evaluationReport()).split('\n');

    expect(lines.pop()).toBe('');
    const { scores, ...row } = reportRow();
    expect(lines.map((line) => JSON.parse(line)).map(({ variant, id }) => [variant, id])).toEqual([
      ['zero-shot', 'q0'],
      ['zero-shot', 'q1'],
      ['zero-shot', 'q2'],
      ['zero-shot', 'q3'],
      ['compiled', 'q0'],
      ['compiled', 'q1'],
      ['compiled', 'q2'],
      ['compiled', 'q3'],
    ]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      variant: 'zero-shot',
      ...row,
      scores: scores.map((score) => ({ metric: 'answer_exact_match', ...score })),
    });
  });

  it('is empty without rows', () => {
    expect(reportJsonLines(evaluationReport({ variants: [] }))).toBe('');
  });
});
