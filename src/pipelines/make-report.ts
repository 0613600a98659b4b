import type { EvaluationReport, ReportComparison, ReportPower, ReportRun, ReportVariant } from '../core/report.ts';
import { pythonRound } from '../python/round.ts';
import { detectableDifference } from '../stats/detectable-difference.ts';
import { detectableGain } from '../stats/detectable-gain.ts';
import { fewestQuestions } from '../stats/fewest-questions.ts';
import { compareVariants, deviationOf, differencesOf, SIGNIFICANCE } from './compare-variants.ts';
import type { MeasuredVariant } from './evaluate-program.ts';
import { variantReport } from './variant-report.ts';

const POWER = 0.8;

/**
 * The report of what was measured: every variant counted, the last one compared with the first (unless the evaluation ended early),
 * and what so many questions can show. The same rows give the same report. Pure; variants without rows are left out.
 */
export function makeReport(run: ReportRun, measured: readonly Omit<MeasuredVariant, 'stopped'>[]): EvaluationReport {
  const variants = measured.filter(({ rows }) => rows.length > 0).map((variant) => variantReport(variant, run.metrics));
  const comparisons = run.stopped === null ? compareLastWithFirst(run, variants) : [];
  return { run, variants, comparisons, power: powerOf(variants, comparisons), gates: [] };
}

/** The same report without anything that depends on when and how fast it was made: equal results give equal reports. */
export function withoutTimes(report: EvaluationReport): EvaluationReport {
  return {
    ...report,
    run: { ...report.run, startedAt: null, seconds: null },
    variants: report.variants.map((variant) => ({
      ...variant,
      latency: null,
      rows: variant.rows.map((row) => ({ ...row, durationMs: null })),
    })),
  };
}

function compareLastWithFirst({ metrics }: ReportRun, variants: readonly ReportVariant[]): ReportComparison[] {
  const [baseline] = variants;
  const candidate = variants.at(-1);
  const [metric] = metrics;
  if (metric === undefined || baseline === undefined || candidate === undefined || baseline === candidate) return [];
  const comparison = compareVariants(metric, { ...baseline, file: null }, { ...candidate, file: null });
  return comparison === null ? [] : [comparison];
}

function powerOf(variants: readonly ReportVariant[], [comparison]: readonly ReportComparison[]): ReportPower {
  const questions = comparison?.questions ?? new Set(variants[0]?.rows.map(({ id }) => id)).size;
  const gain = questions < fewestQuestions(SIGNIFICANCE) ? null : gainFor(questions, variants, comparison);
  return {
    questions,
    power: POWER,
    significance: SIGNIFICANCE,
    detectableGain: gain === null || gain > 1 ? null : pythonRound(100 * gain, 2),
  };
}

/**
 * As a share. Where it is not known how far two programs differ, what could be shown if nothing were lost: for graded scores, whose
 * differences are smaller than those of right and wrong, that is enough and to spare.
 */
function gainFor(
  questions: number,
  variants: readonly ReportVariant[],
  comparison: ReportComparison | undefined,
): number | null {
  const options = { power: POWER, significance: SIGNIFICANCE };
  const deviation = comparison?.test === 'paired permutation' ? deviationBetween(variants) : 0;
  if (deviation > 0) return detectableDifference(questions, { ...options, deviation });
  const { gained, lost } = comparison?.pairs ?? { gained: 0, lost: 0 };
  return detectableGain(questions, { ...options, losses: Math.min(gained, lost) / questions });
}

/** Of the last variant from the first. */
function deviationBetween(variants: readonly ReportVariant[]): number {
  const [baseline] = variants;
  const candidate = variants.at(-1);
  if (baseline === undefined || candidate === undefined) return 0;
  return deviationOf(differencesOf({ ...baseline, file: null }, { ...candidate, file: null }));
}
