import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../src/core/gate.ts';
import { OUTCOMES, type Outcome } from '../../../src/core/outcome.ts';
import type { EvaluationReport, ReportComparison } from '../../../src/core/report.ts';
import type { ReportRow } from '../../../src/core/report-row.ts';
import { judgeGates, overallOutcome } from '../../../src/pipelines/gates/judge-gates.ts';
import { makeReport } from '../../../src/pipelines/make-report.ts';
import { evaluationReport, reportRow } from '../../fakes/evaluation-report.ts';

/** A report on one program whose questions ended like this. */
function reportOf(outcomes: readonly Outcome[], comparison: Partial<ReportComparison> | null = null): EvaluationReport {
  const rows = outcomes.map((outcome, index): ReportRow => {
    const scores = [{ value: outcome === 'correct', error: null }];
    return reportRow({ id: `q${index}`, index, outcome, scores });
  });
  const report = makeReport(evaluationReport().run, [{ label: 'compiled', program: null, programDigest: '', rows }]);
  const [known] = evaluationReport().comparisons;
  if (comparison === null || known === undefined) return report;
  return { ...report, comparisons: [known, { ...known, leftOut: 0, baselineFile: 'main.json', ...comparison }] };
}

function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

function verdictOf(gate: Gate, report: EvaluationReport) {
  const [verdict] = judgeGates([gate], report);
  return verdict;
}

describe('judgeGates: min-score', () => {
  const gate = (percent: number): Gate => ({ type: 'min-score', metric: 'answer_exact_match', percent });
  const mixed: Outcome[] = [...times(6, 'correct' as const), ...times(4, 'wrong' as const)];

  it.each<[string, number, Outcome[], string]>([
    ['passes above the bar', 50, mixed, 'pass'],
    ['passes at the bar', 60, mixed, 'pass'],
    ['fails below the bar', 60.01, mixed, 'fail'],
    ['fails where replies could not be read', 70, [...mixed.slice(0, 9), 'unparsable'], 'fail'],
    ['fails where replies were cut off', 70, [...mixed.slice(0, 9), 'truncated'], 'fail'],
    ['fails where answers were refused', 70, [...mixed.slice(0, 9), 'refused'], 'fail'],
    ['decides nothing where the server owes the answer', 70, [...mixed.slice(0, 9), 'transport'], 'inconclusive'],
    ['decides nothing where the answer came too late', 70, [...mixed.slice(0, 9), 'timeout'], 'inconclusive'],
    ['fails where owed answers would not do', 70.01, [...mixed.slice(0, 9), 'timeout'], 'fail'],
    ['passes although answers are owed', 60, [...mixed.slice(0, 9), 'timeout'], 'pass'],
    ['passes a bar of nothing', 0, times(3, 'wrong'), 'pass'],
  ])('%s', (_promise, percent, outcomes, outcome) => {
    expect(verdictOf(gate(percent), reportOf(outcomes))?.outcome).toBe(outcome);
  });

  it('compares the score as it is printed', () => {
    const outcomes: Outcome[] = ['correct', 'correct', 'wrong'];

    expect(verdictOf(gate(66.67), reportOf(outcomes))?.outcome).toBe('pass');
    expect(verdictOf(gate(66.68), reportOf(outcomes))?.outcome).toBe('fail');
  });

  it('says what was demanded and what was found', () => {
    expect(verdictOf(gate(70), reportOf([...mixed.slice(0, 9), 'timeout']))).toEqual({
      name: 'min-score',
      requirement: 'answer_exact_match of at least 70 %',
      outcome: 'inconclusive',
      explanation: 'compiled has 60.00 %, 6 of 10; 1 answer that the server owes could change that',
    });
  });

  it('judges the metric that is named', () => {
    const report = evaluationReport();
    const variants = report.variants.map((variant) => {
      const [score] = variant.scores;
      return score === undefined
        ? variant
        : { ...variant, scores: [score, { ...score, metric: 'answer_f1', score: 90 }] };
    });

    expect(verdictOf({ type: 'min-score', metric: 'answer_f1', percent: 80 }, { ...report, variants })?.outcome).toBe(
      'pass',
    );
    expect(() => verdictOf({ type: 'min-score', metric: 'other', percent: 80 }, report)).toThrow(
      'there is no score "other"',
    );
  });

  it('never passes a higher bar that a lower one does not', () => {
    const order = ['fail', 'inconclusive', 'pass'];
    const outcomes = fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 30 });
    const bar = fc.float({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(outcomes, bar, bar, (ends, one, other) => {
        const at = (percent: number) => order.indexOf(verdictOf(gate(percent), reportOf(ends))?.outcome ?? '');

        expect(at(Math.max(one, other))).toBeLessThanOrEqual(at(Math.min(one, other)));
      }),
    );
  });
});

describe('judgeGates: max-failures', () => {
  const outcomes: Outcome[] = [...times(36, 'correct' as const), 'timeout', 'unparsable', 'metric-failed', 'wrong'];

  it.each<[limit: number, unit: 'rows' | 'percent', string]>([
    [3, 'rows', 'pass'],
    [2, 'rows', 'fail'],
    [7.5, 'percent', 'pass'],
    [7.4, 'percent', 'fail'],
  ])('of %f %s: %s', (limit, unit, outcome) => {
    expect(verdictOf({ type: 'max-failures', limit, unit }, reportOf(outcomes))).toMatchObject({
      outcome,
      explanation: '3 of 40 questions failed for compiled',
    });
  });

  it('allows none', () => {
    const none: Gate = { type: 'max-failures', limit: 0, unit: 'rows' };

    expect(verdictOf(none, reportOf(['correct', 'wrong', 'retrieval-empty']))?.outcome).toBe('pass');
    expect(verdictOf(none, reportOf(['correct', 'refused']))?.outcome).toBe('fail');
  });
});

describe('judgeGates: no-regression', () => {
  const gate = (points: number): Gate => ({ type: 'no-regression', points });
  const interval = (low: number, high: number) => ({ low, high, confidence: 0.95 });
  const worse = { verdict: 'worse', difference: -20, interval: interval(-30, -10) } as const;

  it.each<[string, number, Partial<ReportComparison>, string]>([
    ['passes where nothing changed', 0, { interval: interval(0, 0) }, 'pass'],
    ['passes where nothing was lost', 0, { interval: interval(0, 15) }, 'pass'],
    ['passes what is better', 0, { verdict: 'better', interval: interval(5, 15) }, 'pass'],
    ['decides nothing where a loss cannot be ruled out', 0, { interval: interval(-0.01, 15) }, 'inconclusive'],
    ['passes a loss within the margin', 5, { interval: interval(-5, 1) }, 'pass'],
    ['passes a significant loss within the margin', 30, worse, 'pass'],
    ['fails a significant loss beyond the margin', 9, worse, 'fail'],
    ['decides nothing where the margin lies inside the interval', 10, worse, 'inconclusive'],
    ['decides nothing about a loss that is not significant', 0, { ...worse, verdict: 'inconclusive' }, 'inconclusive'],
  ])('%s', (_promise, points, comparison, outcome) => {
    expect(verdictOf(gate(points), reportOf(times(20, 'wrong'), comparison))?.outcome).toBe(outcome);
  });

  it.each<[string, number, Partial<ReportComparison>, string]>([
    ['passes where too few are missing to matter', 4, { questions: 99, leftOut: 1, interval: interval(-3, 5) }, 'pass'],
    [
      'decides nothing where they could be losses',
      3,
      { questions: 99, leftOut: 1, interval: interval(-3, 5) },
      'inconclusive',
    ],
    ['fails where they could not make up for the loss', 0, { ...worse, questions: 20, leftOut: 1 }, 'fail'],
    ['decides nothing where they could', 0, { ...worse, questions: 20, leftOut: 2 }, 'inconclusive'],
  ])('%s: questions the server left unanswered', (_promise, points, comparison, outcome) => {
    expect(verdictOf(gate(points), reportOf(times(20, 'wrong'), comparison))?.outcome).toBe(outcome);
  });

  it('says what could change the outcome', () => {
    const explanation = (comparison: Partial<ReportComparison>) =>
      verdictOf(gate(0), reportOf(times(20, 'wrong'), { ...worse, questions: 20, ...comparison }))?.explanation;

    expect([explanation({ leftOut: 0 }), explanation({ leftOut: 2 })]).toMatchInlineSnapshot(`
      [
        "compiled lies −20.00 points from zero-shot of main.json, 95 % interval −30.00 to −10.00 on 20 questions",
        "compiled lies −20.00 points from zero-shot of main.json, 95 % interval −30.00 to −10.00 on 20 questions; 2 questions that the server left unanswered could change that",
      ]
    `);
    expect(explanation({ leftOut: 0, verdict: 'inconclusive', questionsNeeded: 50 })).toMatchInlineSnapshot(
      `"compiled lies −20.00 points from zero-shot of main.json, 95 % interval −30.00 to −10.00 on 20 questions; it takes 50 questions to show a difference of this size"`,
    );
  });

  it('decides nothing where no question was answered on both sides', () => {
    expect(verdictOf(gate(0), reportOf(['timeout']))).toMatchObject({
      outcome: 'inconclusive',
      explanation: 'there is no question that was answered on both sides',
    });
  });
});

describe('judgeGates', () => {
  const gates: readonly Gate[] = [
    { type: 'max-failures', limit: 0, unit: 'rows' },
    { type: 'min-score', metric: 'answer_exact_match', percent: 50 },
  ];

  it('keeps the order of the demands', () => {
    expect(judgeGates(gates, reportOf(['correct', 'timeout'])).map(({ name, outcome }) => [name, outcome])).toEqual([
      ['max-failures', 'fail'],
      ['min-score', 'pass'],
    ]);
  });

  it('decides nothing about an evaluation that stopped', () => {
    const report = reportOf(['correct', 'timeout']);
    const stopped = { code: 'TOO_MANY_FAILURES', message: '10 of the first 12 questions failed' };

    expect(judgeGates(gates, { ...report, run: { ...report.run, stopped } })).toMatchObject(
      times(2, {
        outcome: 'inconclusive',
        explanation: 'the evaluation ended early: 10 of the first 12 questions failed',
      }),
    );
  });

  it('decides nothing without an answer', () => {
    expect(judgeGates(gates, { ...evaluationReport(), variants: [] })).toMatchObject(
      times(2, { outcome: 'inconclusive', explanation: 'the evaluation ended early: no question was answered' }),
    );
  });

  it('demands nothing where nothing is asked', () => {
    expect(judgeGates([], evaluationReport())).toEqual([]);
  });
});

describe('overallOutcome', () => {
  it.each([
    [[], 'report', 'pass'],
    [['pass', 'pass'], 'report', 'pass'],
    [['pass', 'inconclusive'], 'report', 'inconclusive'],
    [['inconclusive', 'fail', 'pass'], 'report', 'fail'],
    [['inconclusive', 'fail'], 'pass', 'fail'],
    [['inconclusive', 'pass'], 'pass', 'pass'],
    [['inconclusive', 'pass'], 'fail', 'fail'],
  ] as const)('of %j with the policy %s is %s', (outcomes, policy, overall) => {
    expect(
      overallOutcome(
        outcomes.map((outcome) => ({ outcome })),
        policy,
      ),
    ).toBe(overall);
  });
});
