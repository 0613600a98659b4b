import type { EvaluationReport, ReportComparison, ReportPower } from '../../core/report.ts';
import { leftOutText } from '../../formats/report-text.ts';
import { pointsText, probabilityText } from '../../text/number-text.ts';

/** What to think of the difference, and what so many questions can show at all. */
export function evidenceText({ comparisons, power }: EvaluationReport): string {
  return [...comparisons.flatMap(comparisonLines), ...powerLines(power, comparisons[0])].join('\n');
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
