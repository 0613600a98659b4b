import { describe, expect, it } from 'vitest';
import type { ReportRow } from '../../src/core/report-row.ts';
import { makeReport, withoutTimes } from '../../src/pipelines/make-report.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';

const { run } = evaluationReport();

function measured(label: string, rows: readonly Partial<ReportRow>[]) {
  return {
    label,
    program: null,
    programDigest: label,
    rows: rows.map((row, index) => reportRow({ id: `q${index}`, index, ...row })),
  };
}

const right: Partial<ReportRow> = {};
const wrong: Partial<ReportRow> = {
  outcome: 'wrong',
  scores: [{ value: false, error: null }],
  diagnosis: 'wrong-form',
  form: 'longer',
};
const lost: Partial<ReportRow> = { outcome: 'timeout', scores: [{ value: 0, error: null }], answerInCorpus: null };
const graded = (value: number): Partial<ReportRow> => ({ scores: [{ value, error: null }] });
const times = (count: number, row: Partial<ReportRow>) => Array.from({ length: count }, () => row);

describe('makeReport', () => {
  it('knows what 20 questions can show', () => {
    const report = makeReport(run, [
      measured('zero-shot', times(20, wrong)),
      measured('compiled', [...times(3, right), ...times(17, wrong)]),
    ]);

    expect(report.comparisons).toMatchObject([{ verdict: 'inconclusive', pValue: 0.25, questionsNeeded: 50 }]);
    expect(report.power).toEqual({ questions: 20, power: 0.8, significance: 0.05, detectableGain: 34.83 });
    expect(report.variants[1]?.scores).toEqual([
      {
        metric: 'answer_exact_match',
        score: 15,
        sum: 3,
        total: 20,
        isGraded: false,
        interval: { low: 5.24, high: 36.04, confidence: 0.95 },
        bounds: { low: 15, high: 15 },
      },
    ]);
  });

  it('counts outcomes, causes, times, tokens and costs', () => {
    const [variant] = makeReport(run, [
      measured('a', [
        { ...right, durationMs: 100 },
        { ...wrong, durationMs: 200 },
        wrong,
        { ...lost, durationMs: 900 },
      ]),
    ]).variants;

    expect(variant).toMatchObject({
      scores: [{ score: 25, bounds: { low: 25, high: 50 } }],
      outcomes: { correct: 1, wrong: 2, timeout: 1, unparsable: 0 },
      diagnoses: { 'wrong-form': 2, 'not-used': 0 },
      forms: { longer: 2, order: 0 },
      answerInCorpus: { found: 3, of: 3 },
      answerInPassages: { found: 4, of: 4 },
      latency: { mean: 330.125, p50: 120.5, p90: 900, p95: 900, p99: 900, max: 900 },
      usage: { promptTokens: 160, completionTokens: 32 },
      cost: 0.0004,
      stability: null,
    });
  });

  it('tells sampling from questions where questions were asked more than once', () => {
    const sampled = (index: number, sample: number, value: boolean) =>
      reportRow({ id: `q${index}`, index, sample, scores: [{ value, error: null }] });
    const rows = [
      sampled(0, 0, true),
      sampled(0, 1, false),
      sampled(1, 0, true),
      sampled(1, 1, true),
      sampled(2, 0, false),
      sampled(2, 1, false),
    ];

    const [variant] = makeReport({ ...run, samples: 2 }, [{ ...measured('a', []), rows }]).variants;

    expect(variant?.stability).toEqual({
      samples: 2,
      samplingVariance: 1 / 6,
      questionVariance: 1 / 4 - 1 / 12,
      standardError: 100 * Math.sqrt(1 / 12),
      unstable: ['q0'],
    });
    expect(variant?.scores[0]).toMatchObject({ score: 50, sum: 3, total: 6, isGraded: true });
  });

  it('takes no failure of the server for instability', () => {
    const sample = (id: string, number: number, changes: Partial<ReportRow>) =>
      reportRow({ id, sample: number, ...changes });
    const lost = { outcome: 'timeout', scores: [{ value: 0, error: null }] } as const;
    const rows = [sample('q0', 0, right), sample('q0', 1, lost), sample('q1', 0, right), sample('q1', 1, right)];

    const [variant] = makeReport({ ...run, samples: 2 }, [{ ...measured('a', []), rows }]).variants;

    expect(variant?.stability).toMatchObject({ samples: 2, samplingVariance: 0, unstable: [] });
  });

  it('has no price for what was paid for a model without one', () => {
    const [variant] = makeReport(run, [measured('a', [right, { cost: null }])]).variants;

    expect(variant?.cost).toBeNull();
  });

  it('compares nothing when the evaluation ended early, and leaves out variants without rows', () => {
    const stopped = { code: 'TOO_MANY_FAILURES', message: 'too many' };
    const report = makeReport({ ...run, stopped }, [measured('a', [right]), measured('b', [wrong]), measured('c', [])]);

    expect(report.comparisons).toEqual([]);
    expect(report.variants.map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it('gives graded scores the power of a paired test', () => {
    const report = makeReport(run, [
      measured('a', [0.2, 0.4, 0.6, 0.1, 0.2, 0.3].map(graded)),
      measured('b', [0.3, 0.4, 0.5, 0.4, 0.2, 0.3].map(graded)),
    ]);

    // Differences 0.1, 0, −0.1, 0.3, 0, 0: deviation 0.1378; 2.8016 × 0.1378 / √6 = 0.1577.
    expect(report.power.detectableGain).toBe(15.77);
  });

  it('takes the largest differences for those of graded scores that it does not know', () => {
    const same = times(20, graded(0.4));

    expect(makeReport(run, [measured('a', same)]).power.detectableGain).toBe(34.83);
    expect(makeReport(run, [measured('a', same), measured('b', same)]).power.detectableGain).toBe(34.83);
  });

  it('promises nothing of fewer questions than a test can find anything on', () => {
    const gained = (count: number) =>
      makeReport(run, [measured('a', times(count, graded(0.3))), measured('b', times(count, right))]);

    expect(gained(5).power.detectableGain).toBeNull();
    expect(gained(5).comparisons).toMatchObject([{ pValue: 0.0625, verdict: 'inconclusive', questionsNeeded: 6 }]);
    expect(gained(6).comparisons).toMatchObject([{ pValue: 0.03125, verdict: 'better' }]);
  });

  it('finds no gain where half of the questions are gained and the others lost', () => {
    const report = makeReport(run, [
      measured('a', [...times(3, right), ...times(3, wrong)]),
      measured('b', [...times(3, wrong), ...times(3, right)]),
    ]);

    expect(report.comparisons).toMatchObject([{ difference: 0, pairs: { gained: 3, lost: 3 }, questionsNeeded: null }]);
    expect(report.power.detectableGain).toBeNull();
  });
});

describe('withoutTimes', () => {
  it('leaves out everything that two equal runs do not share', () => {
    const before = withoutTimes(makeReport({ ...run, seconds: 1 }, [measured('a', [{ ...right, durationMs: 5 }])]));
    const after = withoutTimes(
      makeReport({ ...run, seconds: 2, startedAt: 'later' }, [measured('a', [{ ...right, durationMs: 9 }])]),
    );

    expect(after).toEqual(before);
    expect(after.variants[0]?.latency).toBeNull();
  });
});
