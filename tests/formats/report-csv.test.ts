import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportRow } from '../../src/core/report-row.ts';
import { reportCsv } from '../../src/formats/report-csv.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';

function reportOf(rows: readonly ReportRow[]) {
  const report = evaluationReport();
  return { ...report, variants: report.variants.slice(0, 1).map((variant) => ({ ...variant, rows })) };
}

/** Names to cells of the first row. */
function firstRow(row: ReportRow): Record<string, string> {
  const [found] = parse<Record<string, string>>(reportCsv(reportOf([row])), { columns: true });
  return found ?? {};
}

describe('reportCsv', () => {
  it('has a line of titles and a line for each row', () => {
    const error = { code: 'MODEL_TIMEOUT', message: 'no reply, none at all' };
    const lost = reportRow({
      id: 'q1',
      index: 1,
      prediction: null,
      outcome: 'timeout',
      error,
      cost: null,
      passages: [],
    });

    expect(reportCsv(reportOf([reportRow(), lost])).split('\r\n')).toEqual([
      'program,index,sample,id,question,expected,answer,outcome,diagnosis,form,answer_exact_match,error,message,answer_in_corpus,answer_in_passages,passages,prompt_tokens,completion_tokens,cost,duration_ms',
      'zero-shot,0,0,q0,"Who wrote <Hamlet> & ""Macbeth""?",Shakespeare,Shakespeare,correct,,,1,,,true,true,c1,40,8,0.0001,120.5',
      'zero-shot,1,0,q1,"Who wrote <Hamlet> & ""Macbeth""?",Shakespeare,,timeout,,,1,MODEL_TIMEOUT,"no reply, none at all",true,true,,40,8,,120.5',
      '',
    ]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n1', '＝1'])('disarms %j', (answer) => {
    expect(firstRow(reportRow({ prediction: { answer } })).answer).toBe(`'${answer}`);
  });

  it('leaves numbers of its own as they are', () => {
    expect(firstRow(reportRow({ scores: [{ value: -0.5, error: null }] })).answer_exact_match).toBe('-0.5');
  });

  it('is empty where a metric could not judge', () => {
    expect(firstRow(reportRow({ scores: [{ value: 0, error: 'no answer' }] })).answer_exact_match).toBe('');
  });

  it('is read back letter by letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (answer) => {
        const found = firstRow(reportRow({ prediction: { answer } })).answer ?? '';

        expect([answer, `'${answer}`]).toContain(found);
        expect(found).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});
