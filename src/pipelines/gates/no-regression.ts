import type { Gate } from '../../core/gate.ts';
import type { ReportComparison } from '../../core/report.ts';
import { counted } from '../../text/counted.ts';
import { intervalText, pointsText } from '../../text/number-text.ts';
import type { GateVerdict } from './judge-gates.ts';

/**
 * Passes when the whole interval of the difference to the baseline lies no further below 0 than the margin. Fails when the difference
 * is significant and the whole interval lies further below. Either must hold however the questions had ended that the server left
 * unanswered, on one side or the other.
 *
 * Everything else is inconclusive: so many questions cannot tell.
 */
export function judgeNoRegression(
  { points }: Extract<Gate, { type: 'no-regression' }>,
  comparisons: readonly ReportComparison[],
): GateVerdict {
  const comparison = comparisons.find(({ baselineFile }) => baselineFile !== null);
  if (comparison === undefined) {
    return { outcome: 'inconclusive', explanation: 'there is no question that was answered on both sides' };
  }
  const { interval, verdict, leftOut } = comparison;
  const explanation = describe(comparison);
  const isAbove = (low: number) => low >= -points;
  const isBelow = (high: number) => verdict === 'worse' && high < -points;
  if (isAbove(ifAnswered(interval.low, -1, comparison))) return { outcome: 'pass', explanation };
  if (isBelow(ifAnswered(interval.high, 1, comparison))) return { outcome: 'fail', explanation };
  const isDecided = isAbove(interval.low) || isBelow(interval.high);
  const reason = isDecided ? `; ${leftOutText(leftOut)} could change that` : neededText(comparison);
  return { outcome: 'inconclusive', explanation: explanation + reason };
}

/** A bound in points, had every question that was left out been gained (1) or lost (-1). */
function ifAnswered(bound: number, change: 1 | -1, { questions, leftOut }: ReportComparison): number {
  return (bound * questions + 100 * change * leftOut) / (questions + leftOut);
}

function describe({ candidate, baseline, baselineFile, difference, interval, questions }: ReportComparison): string {
  const from = `${baseline} of ${baselineFile}`;
  const bounds = intervalText(interval, pointsText);
  return `${candidate} lies ${pointsText(difference)} points from ${from}, ${bounds} on ${counted(questions, 'question')}`;
}

function leftOutText(count: number): string {
  return `${counted(count, 'question')} that the server left unanswered`;
}

function neededText({ questionsNeeded, questions }: ReportComparison): string {
  if (questionsNeeded === null || questionsNeeded <= questions) return '';
  return `; it takes ${questionsNeeded} questions to show a difference of this size`;
}
