import { describe, expect, it } from 'vitest';
import type { EvaluationReport, ReportRun } from '../../src/core/report.ts';
import { joinReports, requireComparable, withBaseline } from '../../src/pipelines/compare-reports.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';

function withRun(changes: Partial<ReportRun>): EvaluationReport {
  const report = evaluationReport();
  return { ...report, run: { ...report.run, ...changes } };
}

function scored(value: number) {
  return { value, error: null };
}

const { data } = evaluationReport().run;

describe('requireComparable', () => {
  it.each<[string, Partial<ReportRun>, string]>([
    [
      'other questions',
      { data: { ...data, name: 'hotpotqa', questions: 20, digest: 'f'.repeat(64) } },
      'it is about other data, 20 questions of hotpotqa instead of 4 questions of question-answer',
    ],
    ['another metric', { metrics: ['answer_f1'] }, 'its first metric is answer_f1, here it is answer_exact_match'],
    ['no metric', { metrics: [] }, 'its first metric is nothing, here it is answer_exact_match'],
    [
      'a part of the questions',
      { shard: { index: 1, count: 2 } },
      'it is about shard 1 of 2 of the questions, this about all',
    ],
    ['an early end', { stopped: { code: 'TOO_MANY_FAILURES', message: '' } }, 'it ended early with TOO_MANY_FAILURES'],
  ])('refuses a baseline with %s', (_what, changes, problem) => {
    const baseline = { file: 'main.json', report: withRun(changes) };

    expect(() => requireComparable(evaluationReport().run, baseline)).toThrow(
      expect.objectContaining({
        code: 'REPORT_MISMATCH',
        message: `main.json cannot be compared with this evaluation: ${problem}`,
      }),
    );
  });

  it.each<[string, Partial<ReportRun>]>([
    ['another model', { languageModel: 'other' }],
    ['further metrics', { metrics: ['answer_exact_match', 'answer_f1'] }],
    ['more samples', { samples: 3 }],
    ['another index', { index: null }],
    ['another day', { startedAt: null, seconds: 1 }],
  ])('takes one with %s', (_what, changes) => {
    expect(() => requireComparable(evaluationReport().run, { file: 'a', report: withRun(changes) })).not.toThrow();
  });
});

describe('withBaseline', () => {
  it('compares with the variant of the same label', () => {
    const { comparisons } = withBaseline(evaluationReport(), { file: 'main.json', report: evaluationReport() });

    expect(comparisons.slice(1)).toMatchObject([
      {
        baseline: 'compiled',
        baselineFile: 'main.json',
        candidate: 'compiled',
        difference: 0,
        interval: { low: 0, high: 0 },
        verdict: 'inconclusive',
        leftOut: 1,
        pairs: { gained: 0, lost: 0, bothRight: 2, bothWrong: 1 },
      },
    ]);
  });

  it('compares with the last variant where there is none of that label', () => {
    const baseline = evaluationReport({ variants: evaluationReport().variants.slice(0, 1) });

    expect(
      withBaseline(evaluationReport(), { file: 'main.json', report: baseline }).comparisons.slice(1),
    ).toMatchObject([
      { baseline: 'zero-shot', candidate: 'compiled', difference: 33.33, pairs: { gained: 1, lost: 0 } },
    ]);
  });

  it('compares nothing after an early end', () => {
    const report = withRun({ stopped: { code: 'TOO_MANY_FAILURES', message: '' } });

    expect(withBaseline(report, { file: 'main.json', report: evaluationReport() })).toBe(report);
  });

  it('refuses what cannot be compared', () => {
    expect(() => withBaseline(evaluationReport(), { file: 'a', report: withRun({ metrics: ['answer_f1'] }) })).toThrow(
      expect.objectContaining({ code: 'REPORT_MISMATCH' }),
    );
  });
});

describe('joinReports', () => {
  it('puts the last variants side by side, named after their files where they share a label', () => {
    const joined = joinReports(
      { file: 'a.json', report: evaluationReport({ variants: evaluationReport().variants.slice(0, 1) }) },
      { file: 'b.json', report: evaluationReport() },
    );

    expect(joined.variants.map(({ label, rows }) => [label, rows.length])).toEqual([
      ['zero-shot', 4],
      ['compiled', 4],
    ]);
    expect(joined.comparisons).toMatchObject([{ baseline: 'zero-shot', baselineFile: null, difference: 33.33 }]);
    expect(
      joinReports({ file: 'a.json', report: evaluationReport() }, { file: 'b.json', report: evaluationReport() }),
    ).toMatchObject({ variants: [{ label: 'compiled of a.json' }, { label: 'compiled of b.json' }] });
  });

  it('keeps the metrics that both have', () => {
    const report = withRun({ metrics: ['answer_exact_match', 'answer_f1', 'recall'] });
    const variants = report.variants.map((variant) => ({
      ...variant,
      rows: variant.rows.map((row) => ({ ...row, scores: [...row.scores, scored(0.25), scored(0.75)] })),
    }));
    const other = { ...withRun({ metrics: ['answer_exact_match', 'recall'] }) };
    const otherVariants = other.variants.map((variant) => ({
      ...variant,
      rows: variant.rows.map((row) => ({ ...row, scores: [...row.scores, scored(1)] })),
    }));
    const joined = joinReports(
      { file: 'a.json', report: { ...other, variants: otherVariants } },
      { file: 'b.json', report: { ...report, variants } },
    );

    expect(joined.run.metrics).toEqual(['answer_exact_match', 'recall']);
    expect(joined.variants.map(({ scores }) => scores.map(({ metric, score }) => [metric, score]))).toEqual([
      [
        ['answer_exact_match', 50],
        ['recall', 100],
      ],
      [
        ['answer_exact_match', 50],
        ['recall', 75],
      ],
    ]);
  });

  it('refuses what cannot be compared', () => {
    expect(() =>
      joinReports({ file: 'a', report: withRun({ metrics: ['x'] }) }, { file: 'b', report: evaluationReport() }),
    ).toThrow(expect.objectContaining({ code: 'REPORT_MISMATCH' }));
  });
});
