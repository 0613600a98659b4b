import type { EvaluationReport, ReportComparison, ReportPower, ReportVariant } from '../../core/report.ts';
import { changesText, powerText } from '../../formats/report-text.ts';
import { intervalText, pointsText, probabilityText } from '../../text/number-text.ts';
import { printable } from '../../text/printable.ts';

/** What to think of the difference, and what so many questions can show at all. */
export function evidenceText({ variants, comparisons, power }: EvaluationReport): string {
  return [
    ...variants.flatMap(unstableLine),
    ...comparisons.flatMap(comparisonLines),
    powerLine(power, comparisons[0]),
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
  const { baseline, baselineFile, candidate, difference, interval, test, pValue, verdict } = comparison;
  const from = baselineFile === null ? baseline : `${baseline} of ${baselineFile}`;
  return [
    `difference  ${pointsText(difference)} points from ${from} to ${candidate}: ${changesText(comparison)}`,
    `evidence    ${verdict}: ${intervalText(interval, pointsText)}, ${test} ${probabilityText(pValue)}`,
  ];
}

function powerLine(power: ReportPower, comparison?: ReportComparison): string {
  const needed = comparison?.questionsNeeded ?? null;
  return `power       ${powerText(power)}${needed === null ? '' : `; one of this size takes ${needed}`}`;
}
