import type { EvaluationReport, ReportComparison, ReportPower, ReportRun, ReportVariant } from '../core/report.ts';
import { pythonRound } from '../python/round.ts';
import { detectableDifference } from '../stats/detectable-difference.ts';
import { detectableGain } from '../stats/detectable-gain.ts';
import { compareVariants, deviationOf, differencesOf } from './compare-variants.ts';
import type { MeasuredVariant } from './evaluate-program.ts';
import { variantReport } from './variant-report.ts';

const POWER = 0.8;
const SIGNIFICANCE = 0.05;

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
  const gain = questions === 0 ? null : gainFor(questions, variants, comparison);
  return {
    questions,
    power: POWER,
    significance: SIGNIFICANCE,
    detectableGain: gain === null || gain > 1 ? null : pythonRound(100 * gain, 2),
  };
}

/** As a share; without a comparison, what could be shown if nothing were lost. */
function gainFor(
  questions: number,
  variants: readonly ReportVariant[],
  comparison: ReportComparison | undefined,
): number | null {
  const options = { power: POWER, significance: SIGNIFICANCE };
  const [baseline] = variants;
  const candidate = variants.at(-1);
  if (comparison === undefined || baseline === undefined || candidate === undefined) {
    return baseline?.scores[0]?.isGraded === true ? null : detectableGain(questions, { ...options, losses: 0 });
  }
  if (comparison.test === 'paired permutation') {
    const differences = differencesOf({ ...baseline, file: null }, { ...candidate, file: null });
    return detectableDifference(questions, { ...options, deviation: deviationOf(differences) });
  }
  const { gained, lost } = comparison.pairs;
  return detectableGain(questions, { ...options, losses: Math.min(gained, lost) / questions });
}
