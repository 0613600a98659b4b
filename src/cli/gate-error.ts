import { RagError } from '../core/errors.ts';
import type { InconclusivePolicy } from '../core/gate.ts';
import type { ReportGate } from '../core/report.ts';
import { overallOutcome } from '../pipelines/gates/judge-gates.ts';

/** GATE_FAILED or GATE_INCONCLUSIVE, with what was found; null when every gate passed. */
export function gateError(gates: readonly ReportGate[], policy: InconclusivePolicy): RagError | null {
  const overall = overallOutcome(gates, policy);
  if (overall === 'pass') return null;
  const open = gates.filter(({ outcome }) => outcome !== 'pass');
  const details = { gates: open.map(({ name, requirement, outcome }) => ({ name, requirement, outcome })) };
  const failed = open.filter(({ outcome }) => outcome === 'fail');
  const [told] = failed.length > 0 ? failed : open;
  const message = told === undefined ? '' : `${told.name}, ${told.requirement}: ${told.explanation}`;
  if (overall === 'fail') return new RagError('GATE_FAILED', message, { details, hint: 'see why:  rag eval --rows' });
  return new RagError('GATE_INCONCLUSIVE', message, {
    details,
    hint: 'ask more questions:  rag eval --dev 300\nor say what this counts as:  rag eval --gate-inconclusive pass',
  });
}
