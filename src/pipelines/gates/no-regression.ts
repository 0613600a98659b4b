import { invariantBroken } from '../../core/errors.ts';
import type { Gate } from '../../core/gate.ts';
import type { ReportComparison, ReportVariant } from '../../core/report.ts';
import { pointsText } from '../../text/number-text.ts';
import type { GateVerdict } from './judge-gates.ts';
import { owedRows, owedText } from './owed-rows.ts';

/**
 * Passes when the whole interval of the difference to the baseline lies no further below 0 than the margin. Fails when the difference
 * is significant and the whole interval lies further below, even if every answer that the server owes were right.
 *
 * Everything else is inconclusive: so many questions cannot tell.
 */
export function judgeNoRegression(
  { points }: Extract<Gate, { type: 'no-regression' }>,
  variant: ReportVariant,
  comparisons: readonly ReportComparison[],
): GateVerdict {
  const comparison = comparisons.find(({ baselineFile }) => baselineFile !== null);
  if (comparison === undefined) throw invariantBroken('there is no comparison with a baseline');
  const { interval, verdict } = comparison;
  const explanation = describe(comparison);
  if (interval.low >= -points) return { outcome: 'pass', explanation };
  const isBelow = (high: number) => verdict === 'worse' && high < -points;
  if (!isBelow(interval.high)) return { outcome: 'inconclusive', explanation: explanation + neededText(comparison) };
  const owed = owedRows(variant);
  if (isBelow(interval.high + (100 * owed) / variant.rows.length)) return { outcome: 'fail', explanation };
  return { outcome: 'inconclusive', explanation: explanation + owedText(owed) };
}

function describe({ candidate, baseline, baselineFile, difference, interval, questions }: ReportComparison): string {
  const { low, high, confidence } = interval;
  const bounds = `${Math.round(100 * confidence)} % interval ${pointsText(low)} to ${pointsText(high)}`;
  const from = `${baseline} of ${baselineFile}`;
  return `${candidate} lies ${pointsText(difference)} points from ${from}, ${bounds} on ${questions} questions`;
}

function neededText({ questionsNeeded, questions }: ReportComparison): string {
  if (questionsNeeded === null || questionsNeeded <= questions) return '';
  return `; it takes ${questionsNeeded} questions to show a difference of this size`;
}
