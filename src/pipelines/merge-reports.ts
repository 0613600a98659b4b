import { isDeepStrictEqual } from 'node:util';
import { RagError } from '../core/errors.ts';
import type { EvaluationReport, ReportRun, ReportVariant } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import type { FiledReport } from './compare-reports.ts';
import { makeReport } from './make-report.ts';
import { rowSettings } from './row-settings.ts';

/**
 * One report of all shards of an evaluation: the rows of every part, counted anew. It took as long as the slowest of them.
 *
 * @throws RagError REPORT_MISMATCH when a part is of something else, ended early, is there twice or is missing
 */
export function mergeReports(parts: readonly FiledReport[]): EvaluationReport {
  const [first, ...others] = parts;
  if (first === undefined) throw new RagError('REPORT_MISMATCH', 'there is no report to merge');
  for (const part of parts) refuseUnfinished(part);
  for (const other of others) refuseOther(first, other);
  refuseIncomplete(parts);
  const runs = parts.map(({ report }) => report.run);
  const variants = first.report.variants.map((variant) => ({ ...variant, rows: rowsOf(variant, parts) }));
  return makeReport({ ...mergedRun(first.report.run, runs), shard: null }, variants);
}

function mergedRun(first: ReportRun, runs: readonly ReportRun[]): ReportRun {
  const starts = runs.flatMap(({ startedAt }) => startedAt ?? []).toSorted();
  const seconds = runs.flatMap((run) => run.seconds ?? []);
  return {
    ...first,
    startedAt: starts[0] ?? null,
    seconds: seconds.length === 0 ? null : Math.max(...seconds),
    caveats: [...new Set(runs.flatMap(({ caveats }) => caveats))],
  };
}

function rowsOf({ label }: ReportVariant, parts: readonly FiledReport[]): readonly ReportRow[] {
  return parts
    .flatMap(({ report }) => report.variants.filter((variant) => variant.label === label))
    .flatMap(({ rows }) => rows)
    .toSorted((left, right) => left.index - right.index || left.sample - right.sample);
}

function refuseUnfinished({ file, report: { run } }: FiledReport): void {
  if (run.stopped !== null) {
    throw mismatch(`${file} ended early with ${run.stopped.code}`, 'finish it first:  rag eval --resume');
  }
  if (run.shard === null) throw mismatch(`${file} is not a shard`, 'shards are made with:  rag eval --shard 1/2');
}

/** The whole is said to be of one; what a prompt, an answer or a score is may be another in the next. */
function refuseOtherVersion(first: FiledReport, other: FiledReport): void {
  const [mine, theirs] = [first, other].map(({ report }) => report.run.tool);
  if (mine === theirs) return;
  throw mismatch(`${other.file} was made by ${theirs}, ${first.file} by ${mine}`, 'make all shards with one version');
}

/** What all shards of an evaluation have in common, by the words for it. */
const COMMON: readonly (readonly [string, (report: EvaluationReport) => unknown])[] = [
  ['questions', ({ run }) => run.data],
  ['metrics', ({ run }) => run.metrics],
  ['language model', ({ run }) => run.languageModel],
  ['embedding model', ({ run }) => run.embeddingModel],
  ['index', ({ run }) => run.index],
  ['number of samples', ({ run }) => run.samples],
  ['number of shards', ({ run }) => run.shard?.count],
  ['programs', ({ variants }) => variants.map(({ label, programDigest }) => [label, programDigest])],
];

const HINT = 'merge shards of one evaluation only';

function refuseOther(first: FiledReport, other: FiledReport): void {
  refuseOtherVersion(first, other);
  const [mine, theirs] = [first, other].map(({ report }) => rowSettings(report.run));
  const keys = Object.keys({ ...mine, ...theirs });
  const differing = keys.filter((key) => !isDeepStrictEqual(mine?.[key], theirs?.[key]));
  for (const [what, read] of COMMON) {
    if (isDeepStrictEqual(read(first.report), read(other.report))) continue;
    throw mismatch(`${other.file} and ${first.file} differ in their ${what}`, HINT);
  }
  if (differing.length === 0) return;
  throw mismatch(`${other.file} and ${first.file} differ in ${differing.join(', ')}`, HINT);
}

function refuseIncomplete(parts: readonly FiledReport[]): void {
  const count = parts[0]?.report.run.shard?.count ?? 0;
  for (let index = 1; index <= count; index += 1) {
    const files = parts.filter(({ report }) => report.run.shard?.index === index).map(({ file }) => file);
    const name = `shard ${index}/${count}`;
    if (files.length === 0) throw mismatch(`${name} is missing`, `make it:  rag eval --shard ${index}/${count}`);
    if (files.length > 1) throw mismatch(`${files.join(' and ')} are both ${name}`, 'name each shard once');
  }
}

function mismatch(message: string, hint: string): RagError {
  return new RagError('REPORT_MISMATCH', message, { hint });
}
