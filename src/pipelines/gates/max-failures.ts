import type { Gate } from '../../core/gate.ts';
import { isFailure } from '../../core/outcome.ts';
import type { ReportVariant } from '../../core/report.ts';
import type { GateVerdict } from './judge-gates.ts';

/** Passes when no more rows failed than allowed: rows without a judged answer, for whatever reason. */
export function judgeMaxFailures(
  { limit, unit }: Extract<Gate, { type: 'max-failures' }>,
  { label, rows }: ReportVariant,
): GateVerdict {
  const failures = rows.filter(({ outcome }) => isFailure(outcome)).length;
  const found = unit === 'rows' ? failures : (100 * failures) / rows.length;
  return {
    outcome: found <= limit ? 'pass' : 'fail',
    explanation: `${failures} of ${rows.length} questions failed for ${label}`,
  };
}
