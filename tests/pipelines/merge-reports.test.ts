import { describe, expect, it } from 'vitest';
import type { EvaluationReport, ReportRun } from '../../src/core/report.ts';
import { makeReport } from '../../src/pipelines/make-report.ts';
import { mergeReports } from '../../src/pipelines/merge-reports.ts';
import { evaluationReport, reportRow } from '../fakes/evaluation-report.ts';

const { run } = evaluationReport();

/** A report of these questions, two programs each. */
function report(indices: readonly number[], changes: Partial<ReportRun>): EvaluationReport {
  const rows = indices.map((index) => reportRow({ id: `q${index}`, index }));
  const variants = ['a', 'b'].map((label) => ({ label, program: null, programDigest: label, rows }));
  return makeReport({ ...run, ...changes }, variants);
}

const shard = (index: number, count: number) => ({ shard: { index, count } });
const one = { file: 'one.json', report: report([0, 2], { ...shard(1, 2), seconds: 5, startedAt: '2026-01-02' }) };
const two = { file: 'two.json', report: report([1, 3], { ...shard(2, 2), seconds: 9, startedAt: '2026-01-01' }) };

describe('mergeReports', () => {
  it('makes what a run of all questions would have made, in whatever order the shards come', () => {
    const whole = report([0, 1, 2, 3], { seconds: 9, startedAt: '2026-01-01' });

    expect(mergeReports([one, two])).toEqual(whole);
    expect(mergeReports([two, one])).toEqual(whole);
  });

  it('keeps what each shard warns of', () => {
    const warned = { ...one, report: report([0, 2], { ...shard(1, 2), caveats: ['x', 'y'] }) };
    const other = { ...two, report: report([1, 3], { ...shard(2, 2), caveats: ['y'] }) };

    expect(mergeReports([warned, other]).run.caveats).toEqual(['x', 'y']);
  });

  const changed = (changes: Partial<ReportRun>) => ({
    file: 'two.json',
    report: report([1, 3], { ...shard(2, 2), ...changes }),
  });
  const recompiled = ({ variants, ...rest }: EvaluationReport): EvaluationReport => ({
    ...rest,
    variants: variants.map((variant) => ({ ...variant, programDigest: 'x' })),
  });
  it.each([
    ['nothing', [], 'there is no report to merge'],
    ['a missing shard', [one], 'shard 2/2 is missing'],
    ['a shard twice', [one, two, { ...two, file: 'copy.json' }], 'two.json and copy.json are both shard 2/2'],
    ['a whole report', [one, changed({ shard: null })], 'two.json is not a shard'],
    [
      'other data',
      [one, changed({ data: { ...run.data, digest: 'x' } })],
      'two.json and one.json differ in their questions',
    ],
    [
      'another embedding model',
      [one, changed({ embeddingModel: 'x' })],
      'two.json and one.json differ in their embedding model',
    ],
    [
      'another version',
      [one, changed({ tool: 'rag 9.9.9' })],
      `two.json was made by rag 9.9.9, one.json by ${run.tool}`,
    ],
    ['another index', [one, changed({ index: null })], 'two.json and one.json differ in their index'],
    [
      'another number of samples',
      [one, changed({ samples: 2 })],
      'two.json and one.json differ in their number of samples',
    ],
    [
      'other programs',
      [one, { ...two, report: recompiled(two.report) }],
      'two.json and one.json differ in their programs',
    ],
    ['another model', [one, changed({ languageModel: 'x' })], 'two.json and one.json differ in their language model'],
    [
      'other settings that answers depend on',
      [one, changed({ settings: { ...run.settings, 'languageModel.temperature': 1, 'languageModel.retries': 9 } })],
      'two.json and one.json differ in languageModel.temperature',
    ],
    ['other metrics', [one, changed({ metrics: ['x'] })], 'two.json and one.json differ in their metrics'],
    ['another number of shards', [one, changed(shard(2, 3))], 'two.json and one.json differ in their number of shards'],
    [
      'an unfinished shard',
      [one, changed({ stopped: { code: 'TOO_MANY_FAILURES', message: 'm' } })],
      'two.json ended early with TOO_MANY_FAILURES',
    ],
  ])('refuses %s', (_what, parts, message) => {
    expect(() => mergeReports(parts)).toThrow(expect.objectContaining({ code: 'REPORT_MISMATCH', message }));
  });
});
