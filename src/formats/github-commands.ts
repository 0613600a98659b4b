import type { EvaluationReport, ReportGate } from '../core/report.ts';
import { printable } from '../text/printable.ts';
import { evidenceText, verdictText } from './report-text.ts';

/**
 * What GitHub shows at a workflow run, as lines for its log: an error for each gate that failed and for an evaluation that stopped, a
 * warning for each inconclusive gate, and the verdicts as notices.
 */
export function githubCommands({ run, gates, comparisons }: EvaluationReport): string[] {
  const { stopped } = run;
  return [
    ...(stopped === null ? [] : [command('error', stopped.code, stopped.message)]),
    ...gates.flatMap(gateCommand),
    ...comparisons.map((comparison) => command('notice', verdictText(comparison), evidenceText(comparison))),
  ];
}

function gateCommand({ name, requirement, outcome, explanation }: ReportGate): string[] {
  if (outcome === 'pass') return [];
  return [command(outcome === 'fail' ? 'error' : 'warning', `${name} ${outcome}`, `${requirement}: ${explanation}`)];
}

/** GitHub Actions, "Workflow commands": what would end a value is written as in addresses. */
function command(name: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${name} title=${escaped(title, /[%\r\n:,]/g)}::${escaped(message, /[%\r\n]/g)}`;
}

function escaped(text: string, characters: RegExp): string {
  return printable(text).replaceAll(characters, (character) => encodeURIComponent(character));
}
