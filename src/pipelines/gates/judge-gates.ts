import { type Gate, gateRequirement, type InconclusivePolicy } from '../../core/gate.ts';
import type { EvaluationReport, ReportGate, ReportVariant } from '../../core/report.ts';
import { type FiledReport, withBaseline } from '../compare-reports.ts';
import { judgeMaxFailures } from './max-failures.ts';
import { judgeMinScore } from './min-score.ts';
import { judgeNoRegression } from './no-regression.ts';

/** What is demanded of a report. */
export interface Bar {
  readonly gates: readonly Gate[];
  /** Null where nothing is compared with. */
  readonly baseline: FiledReport | null;
}

/**
 * The report compared with the baseline and judged by the gates.
 *
 * @throws RagError REPORT_MISMATCH
 */
export function judgeReport(report: EvaluationReport, { gates, baseline }: Bar): EvaluationReport {
  const compared = baseline === null ? report : withBaseline(report, baseline);
  return gates.length === 0 ? compared : { ...compared, gates: judgeGates(gates, compared) };
}

/** What became of a gate, and what was found. */
export type GateVerdict = Pick<ReportGate, 'outcome' | 'explanation'>;

/**
 * What became of each gate, in the order in which they were asked for. The last variant is judged; an evaluation that stopped before
 * its end decides nothing. Pure.
 *
 * The demands must fit the report: its metrics, and a comparison with a baseline from a file for `no-regression`.
 */
export function judgeGates(gates: readonly Gate[], report: EvaluationReport): ReportGate[] {
  const variant = report.variants.at(-1);
  const { stopped } = report.run;
  return gates.map((gate) => {
    const verdict =
      variant === undefined || stopped !== null ? undecided(stopped?.message) : judgeGate(gate, variant, report);
    return { name: gate.type, requirement: gateRequirement(gate), ...verdict };
  });
}

function undecided(reason = 'no question was answered'): GateVerdict {
  return { outcome: 'inconclusive', explanation: `the evaluation ended early: ${reason}` };
}

function judgeGate(gate: Gate, variant: ReportVariant, { comparisons }: EvaluationReport): GateVerdict {
  switch (gate.type) {
    case 'min-score':
      return judgeMinScore(gate, variant);
    case 'max-failures':
      return judgeMaxFailures(gate, variant);
    case 'no-regression':
      return judgeNoRegression(gate, comparisons);
  }
}

/** All gates taken together: a failure, else something inconclusive, else a pass; the policy says what an inconclusive one counts as. */
export function overallOutcome(
  gates: readonly Pick<ReportGate, 'outcome'>[],
  policy: InconclusivePolicy,
): ReportGate['outcome'] {
  const outcomes = gates.map(({ outcome }) => (outcome === 'inconclusive' && policy !== 'report' ? policy : outcome));
  return (['fail', 'inconclusive'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'pass';
}
