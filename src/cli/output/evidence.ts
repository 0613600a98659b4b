import type { EvaluationReport, ReportComparison, ReportPower, ReportVariant } from '../../core/report.ts';
import { leftOutText } from '../../formats/report-text.ts';
import { pointsText, probabilityText } from '../../text/number-text.ts';
import { printable } from '../../text/printable.ts';

/** What to think of the difference, and what so many questions can show at all. */
export function evidenceText({ variants, comparisons, power }: EvaluationReport): string {
  return [
    ...variants.flatMap(unstableLine),
    ...comparisons.flatMap(comparisonLines),
    ...powerLines(power, comparisons[0]),
  ].join('\n');
}

/** So many questions are named at most. */
const MOST_NAMED = 10;

function unstableLine({ label, stability }: ReportVariant): string[] {
  const unstable = stability?.unstable ?? [];
  if (unstable.length === 0) return [];
  const more = unstable.length - MOST_NAMED;
  const named = unstable.slice(0, MOST_NAMED).map(printable).join(', ');
  return [`unstable    ${label}: ${named}${more > 0 ? ` and ${more} more` : ''}`];
}

function comparisonLines(comparison: ReportComparison): string[] {
  const { baseline, baselineFile, candidate, difference, interval, test, pValue, verdict, pairs } = comparison;
  const share = Math.round(interval.confidence * 100);
  const from = baselineFile === null ? baseline : `${baseline} of ${baselineFile}`;
  return [
    `difference  ${pointsText(difference)} points from ${from} to ${candidate}: ${pairs.gained} gained, ${pairs.lost} lost${leftOutText(comparison)}`,
    `evidence    ${verdict}: ${share} % interval ${pointsText(interval.low)} to ${pointsText(interval.high)}, ${test} ${probabilityText(pValue)}`,
  ];
}

function powerLines({ questions, power, detectableGain }: ReportPower, comparison?: ReportComparison): string[] {
  const chance = `${Math.round(power * 100)} % of the time`;
  const gain =
    detectableGain === null
      ? `${questions} questions show no gain ${chance}, however large`
      : `${questions} questions show a gain of ${detectableGain.toFixed(1)} points or more ${chance}`;
  const needed = comparison?.questionsNeeded ?? null;
  return [`power       ${gain}${needed === null ? '' : `; one of this size takes ${needed}`}`];
}
