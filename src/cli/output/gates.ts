import type { ReportGate } from '../../core/report.ts';
import { printable } from '../../text/printable.ts';
import type { Terminal } from './terminal.ts';

/** A line for each gate: what became of it, what was demanded and what was found. */
export function gateLines(gates: readonly ReportGate[], { printStyle }: Terminal): string[] {
  const colors = { pass: printStyle.green, fail: printStyle.red, inconclusive: printStyle.yellow };
  return gates.map(({ name, requirement, outcome, explanation }) =>
    [`gate        ${colors[outcome](outcome)}: ${name}, `, printable(`${requirement}; ${explanation}`)].join(''),
  );
}
