import { invariantBroken } from '../../core/errors.ts';
import type { Gate } from '../../core/gate.ts';
import type { ReportVariant } from '../../core/report.ts';
import { percentText } from '../../text/number-text.ts';
import type { GateVerdict } from './judge-gates.ts';
import { owedRows, owedText } from './owed-rows.ts';

/**
 * Passes when the score, as it is printed, reaches the bar. Below it, fails, unless it would be reached if every answer that the
 * server owes were right.
 */
export function judgeMinScore(
  { metric, percent }: Extract<Gate, { type: 'min-score' }>,
  variant: ReportVariant,
): GateVerdict {
  const position = variant.scores.findIndex((score) => score.metric === metric);
  const found = variant.scores[position];
  if (found === undefined) throw invariantBroken(`there is no score "${metric}"`);
  const { score, sum, total } = found;
  const explanation = `${variant.label} has ${percentText(score)}, ${Number(sum.toFixed(2))} of ${total}`;
  if (score >= percent) return { outcome: 'pass', explanation };
  const owed = owedRows(variant);
  if ((100 * (sum + owed)) / total < percent) return { outcome: 'fail', explanation };
  return { outcome: 'inconclusive', explanation: explanation + owedText(owed) };
}
