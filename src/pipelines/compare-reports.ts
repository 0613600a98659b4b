import { RagError } from '../core/errors.ts';
import type { EvaluationReport, ReportRun, ReportVariant } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import { counted } from '../text/counted.ts';
import { compareVariants } from './compare-variants.ts';
import { makeReport } from './make-report.ts';

/** A report read from a file, under the name people gave it. */
export interface FiledReport {
  readonly file: string;
  readonly report: EvaluationReport;
}

/**
 * Makes sure, before a question is asked, that what will be measured can be compared with a baseline.
 *
 * @throws RagError REPORT_MISMATCH unless both are of the same questions, all of them, and by the same first metric
 */
export function requireComparable(run: ReportRun, { file, report }: FiledReport): void {
  const difference = differenceOf(run, report.run);
  if (difference === null) return;
  throw new RagError('REPORT_MISMATCH', `${file} cannot be compared with this evaluation: ${difference}`, {
    hint: 'make a baseline with the same questions and metrics:  rag eval -o baseline.json',
    details: { file },
  });
}

function differenceOf(run: ReportRun, baseline: ReportRun): string | null {
  if (baseline.stopped !== null) return `it ended early with ${baseline.stopped.code}`;
  const [mine, theirs] = [run, baseline].map(({ data }) => `${counted(data.questions, 'question')} of ${data.name}`);
  if (baseline.data.digest !== run.data.digest) return `it is about other data, ${theirs} instead of ${mine}`;
  const [shard, other] = [run, baseline].map(({ shard }) => shardText(shard));
  if (shard !== other) return `it is about ${other} of the questions, this about ${shard}`;
  const [metric, first] = [run.metrics[0] ?? 'nothing', baseline.metrics[0] ?? 'nothing'];
  return metric === first ? null : `its first metric is ${first}, here it is ${metric}`;
}

function shardText(shard: ReportRun['shard']): string {
  return shard === null ? 'all' : `shard ${shard.index} of ${shard.count}`;
}

/**
 * The report with its last variant compared with the baseline: with the variant of the same label there, else with its last one.
 *
 * @throws RagError REPORT_MISMATCH
 */
export function withBaseline(report: EvaluationReport, baseline: FiledReport): EvaluationReport {
  requireComparable(report.run, baseline);
  const candidate = report.variants.at(-1);
  const [metric] = report.run.metrics;
  const { file } = baseline;
  const partner = partnerOf(candidate, baseline);
  // An evaluation that ended early has no rows to pair.
  if (candidate === undefined || partner === undefined || metric === undefined || report.run.stopped !== null)
    return report;
  const comparison = compareVariants(metric, { ...partner, file }, { ...candidate, file: null });
  return comparison === null ? report : { ...report, comparisons: [...report.comparisons, comparison] };
}

function partnerOf(candidate: ReportVariant | undefined, { report }: FiledReport): ReportVariant | undefined {
  return report.variants.find(({ label }) => label === candidate?.label) ?? report.variants.at(-1);
}

/**
 * One report on the last variants of two, the first one being the baseline: with the rows of both, so that each question can be
 * looked at from both sides, and by the metrics of both. What is said of the run is that of the second.
 *
 * @throws RagError REPORT_MISMATCH
 */
export function joinReports(before: FiledReport, after: FiledReport): EvaluationReport {
  requireComparable(after.report.run, before);
  const { run } = after.report;
  const metrics = run.metrics.filter((metric) => before.report.run.metrics.includes(metric));
  const sides = [before, after].map(({ file, report }) => ({ file, report, variant: report.variants.at(-1) }));
  const isAmbiguous = new Set(sides.map(({ variant }) => variant?.label)).size === 1;
  const variants = sides.flatMap(({ file, report, variant }) => {
    if (variant === undefined) return [];
    const label = isAmbiguous ? `${variant.label} of ${file}` : variant.label;
    return [{ ...variant, label, rows: variant.rows.map((row) => withMetrics(row, report.run.metrics, metrics)) }];
  });
  return makeReport({ ...run, metrics }, variants);
}

/** The row with the scores of these metrics, in this order. */
function withMetrics(row: ReportRow, measured: readonly string[], wanted: readonly string[]): ReportRow {
  const scores = wanted.flatMap((metric) => row.scores[measured.indexOf(metric)] ?? []);
  return { ...row, scores };
}
