import { describe, expect, it } from 'vitest';
import type { ReportComparison, ReportPower, ReportRun } from '../../src/core/report.ts';
import {
  changesText,
  evidenceText,
  headlineText,
  powerText,
  runText,
  stabilityText,
  verdictText,
} from '../../src/formats/report-text.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';

const COMPARISON: ReportComparison = {
  metric: 'answer_exact_match',
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
  questionsNeeded: 51,
};

describe('headlineText', () => {
  it('is the verdict where programs were compared', () => {
    expect(headlineText(evaluationReport())).toBe('inconclusive: these questions cannot tell compiled from zero-shot');
  });

  it('is the score of a single program', () => {
    const report = evaluationReport({ comparisons: [], variants: evaluationReport().variants.slice(0, 1) });

    expect(headlineText(report)).toBe('zero-shot: 25.00 % answer_exact_match');
  });

  it('says so when there is no score', () => {
    expect(headlineText(evaluationReport({ comparisons: [], variants: [] }))).toBe('no question was put to a program');
  });
});

describe('verdictText', () => {
  it.each([
    ['better', 'compiled is better than zero-shot'],
    ['worse', 'compiled is worse than zero-shot'],
    ['inconclusive', 'inconclusive: these questions cannot tell compiled from zero-shot'],
  ] as const)('puts %s into a sentence', (verdict, text) => {
    expect(verdictText({ ...COMPARISON, verdict })).toBe(text);
  });
});

describe('evidenceText', () => {
  it('says what the verdict rests on', () => {
    expect(evidenceText(COMPARISON)).toBe(
      '+15.00 points, 95 % interval 0.00 to +30.00, exact McNemar p = 0.2500, 3 gained, 0 lost',
    );
  });

  it('has other words for graded scores', () => {
    expect(evidenceText({ ...COMPARISON, test: 'paired permutation', difference: -4.5 })).toBe(
      '−4.50 points, 95 % interval 0.00 to +30.00, paired permutation p = 0.2500, 3 improved, 0 fell',
    );
  });
});

describe('changesText', () => {
  it('tells what no side answered for', () => {
    expect(changesText({ ...COMPARISON, leftOut: 2 })).toBe('3 gained, 0 lost, 2 left unanswered by the server');
  });
});

describe('powerText', () => {
  const power: ReportPower = { questions: 20, power: 0.8, significance: 0.05, detectableGain: 31.24 };

  it('names the smallest gain that would be found', () => {
    expect(powerText(power)).toBe('20 questions show a gain of 31.2 points or more 80 % of the time (at p < 0.05)');
  });

  it('says when no gain would be', () => {
    expect(powerText({ ...power, questions: 1, detectableGain: null })).toBe(
      '1 question shows no gain 80 % of the time (at p < 0.05), however large',
    );
  });
});

describe('runText', () => {
  const run: ReportRun = evaluationReport().run;

  it('says what was measured, with what and when', () => {
    expect(runText(run)).toBe(
      '4 questions of question-answer · openai/gemma-3-4b-it · 2026-01-02 03:04 UTC · 2.5 s · rag 0.1.0',
    );
  });

  it('says which questions, how often, and leaves out times that are not known', () => {
    const data = { ...run.data, filters: ['type=bridge'] };

    expect(runText({ ...run, data, samples: 3, shard: { index: 2, count: 4 }, startedAt: null, seconds: null })).toBe(
      '4 questions of question-answer · type=bridge · 3 samples each · shard 2 of 4 · openai/gemma-3-4b-it · rag 0.1.0',
    );
  });
});

describe('stabilityText', () => {
  it('says how much of the spread is due to sampling', () => {
    const stability = { samples: 5, samplingVariance: 0.05, questionVariance: 0.15, standardError: 6.1 };

    expect(stabilityText({ ...stability, unstable: ['q1', 'q7'] })).toBe(
      'standard error 6.10 points over 5 samples; 25 % of the variance comes from sampling, the rest from the choice of questions; the score of 2 questions changes from sample to sample',
    );
  });
});
