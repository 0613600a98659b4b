import { describe, expect, it } from 'vitest';
import type { EvaluationLock, LockedFacts } from '../../src/core/evaluation-lock.ts';
import { lockDifferences, lockedFacts } from '../../src/pipelines/lock-evaluation.ts';
import { evaluationReport } from '../fakes/evaluation-report.ts';

const FACTS: LockedFacts = {
  metrics: ['answer_exact_match'],
  metricSettings: { 'judgeModel.model': 'judge', 'metric.frac': 1 },
  data: { questions: 4, digest: 'd'.repeat(64) },
  index: { points: 2, digest: 'e'.repeat(64), embeddingModel: 'openai/qwen3-embedding:0.6b' },
  programs: [{ label: 'compiled', digest: 'a'.repeat(64) }],
};
const LOCK: EvaluationLock = {
  gates: [
    { type: 'min-score', metric: 'answer_exact_match', percent: 40 },
    { type: 'max-failures', limit: 5, unit: 'percent' },
  ],
  policy: 'report',
  baseline: { path: 'baseline.json', digest: 'b'.repeat(64) },
  facts: FACTS,
};

describe('lockedFacts', () => {
  it('takes from a run what decides what its scores mean', () => {
    const { run } = evaluationReport();
    const settings = {
      'evaluation.concurrency': 8,
      'evaluation.metrics': ['answer_f1', { use: 'answer_exact_match', frac: 0.5 }],
      'judgeModel.model': 'judge',
      'judgeModel.timeoutSeconds': 3,
      'languageModel.model': 'gemma-3-4b-it',
      'metric.frac': 1,
      'metric.use': 'answer_exact_match',
      'metrics.other': 1,
    };

    expect(lockedFacts({ ...run, settings }, FACTS.programs)).toEqual({
      ...FACTS,
      metricSettings: {
        'evaluation.metrics': [{ use: 'answer_exact_match', frac: 0.5 }],
        'judgeModel.model': 'judge',
        'metric.frac': 1,
      },
    });
  });

  it('does not mind how a metric is called', () => {
    const settings = { 'metric.use': 'em', 'evaluation.metrics': ['f1'] };

    expect(lockedFacts({ ...evaluationReport().run, settings }, []).metricSettings).toEqual({});
  });

  it('has no index for a program that fetches nothing', () => {
    expect(lockedFacts({ ...evaluationReport().run, index: null }, []).index).toBeNull();
  });
});

describe('lockDifferences', () => {
  const differences = (changes: Partial<EvaluationLock>) => lockDifferences(LOCK, { ...LOCK, ...changes });
  const factDifferences = (changes: Partial<LockedFacts>) => differences({ facts: { ...FACTS, ...changes } });

  it('finds none in the same', () => {
    expect(differences({})).toEqual([]);
    expect(differences({ gates: [...LOCK.gates].reverse() })).toEqual([]);
    expect(differences({ baseline: { path: 'elsewhere.json', digest: 'b'.repeat(64) } })).toEqual([]);
  });

  it.each<[string, Partial<EvaluationLock>, string]>([
    [
      'another bar',
      { gates: [{ type: 'min-score', metric: 'answer_exact_match', percent: 39 }] },
      'the gates are min-score:answer_exact_match=39 instead of max-failures:5%, min-score:answer_exact_match=40',
    ],
    ['no bar', { gates: [] }, 'the gates are none instead of max-failures:5%, min-score:answer_exact_match=40'],
    ['another policy', { policy: 'pass' }, 'an inconclusive gate counts as pass instead of report'],
    ['another baseline', { baseline: { path: 'baseline.json', digest: 'c'.repeat(64) } }, 'the baseline is another'],
    ['no baseline', { baseline: null }, 'the baseline is another'],
  ])('finds %s', (_what, changes, difference) => expect(differences(changes)).toEqual([difference]));

  it.each<[string, Partial<LockedFacts>, string]>([
    ['another metric', { metrics: ['answer_f1'] }, 'the metrics are answer_f1 instead of answer_exact_match'],
    [
      'a metric with other options',
      { metricSettings: { ...FACTS.metricSettings, 'metric.frac': 0.5 } },
      'metric.frac is another',
    ],
    ['an option that is gone', { metricSettings: { 'judgeModel.model': 'judge' } }, 'metric.frac is another'],
    ['other data', { data: { questions: 3, digest: 'c'.repeat(64) } }, 'the data is another, 3 questions instead of 4'],
    [
      'another index',
      { index: { points: 3, digest: 'c'.repeat(64), embeddingModel: 'openai/qwen3-embedding:0.6b' } },
      'the index is another, 3 points instead of 2',
    ],
    [
      'an index that was not looked through',
      { index: { points: 2, digest: null, embeddingModel: 'openai/qwen3-embedding:0.6b' } },
      'the index is another, 2 points instead of 2',
    ],
    [
      'another way to search',
      { index: { points: 2, digest: 'e'.repeat(64), embeddingModel: null } },
      'the index is searched with no embedding model instead of openai/qwen3-embedding:0.6b',
    ],
    ['no index', { index: null }, 'passages come from another place'],
    [
      'another program',
      { programs: [{ label: 'compiled', digest: 'c'.repeat(64) }] },
      'the program compiled is another',
    ],
  ])('finds %s', (_what, changes, difference) => expect(factDifferences(changes)).toEqual([difference]));

  it('finds programs that are missing or new', () => {
    expect(factDifferences({ programs: [{ label: 'zero-shot', digest: 'a'.repeat(64) }] })).toEqual([
      'the program compiled is missing',
      'the program zero-shot is not in it',
    ]);
  });

  it('finds everything at once', () => {
    expect(differences({ gates: [], facts: { ...FACTS, metrics: [], index: null } })).toHaveLength(3);
  });
});
