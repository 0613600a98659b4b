import type { Command } from 'commander';
import { invariantBroken } from '../../core/errors.ts';
import type { EvaluationReport } from '../../core/report.ts';
import { joinReports } from '../../pipelines/compare-reports.ts';
import { judgeReport } from '../../pipelines/gates/judge-gates.ts';
import { readBar } from '../bar.ts';
import type { CommandContext, Invocation } from '../command.ts';
import { deliverReport } from '../deliver-report.ts';
import { addGateFlags, gatesFor } from '../gate-flags.ts';
import { readReport } from '../read-file.ts';
import { addReportFileOption, reportFiles } from '../report-files.ts';

export function configure(command: Command): void {
  command.argument('<report.json>', 'a report of rag eval -o; the one to compare with where two are given');
  command.argument('[other.json]', 'another report on the same questions, compared with the first');
  addReportFileOption(command);
  command.option('--rows', 'print every question with its answer and score');
  addGateFlags(command);
}

/** Shows, converts, compares and judges reports that were saved; no model is asked. */
export async function run({ arguments: files, options }: Invocation, context: CommandContext): Promise<void> {
  const { requests, baseline, policy } = await readBar(options, context.cwd);
  const outputs = await reportFiles(options.output, context.cwd);
  const shown = await reportOf(files, context);
  const gates = gatesFor(requests, shown.run.metrics);
  await deliverReport(
    {
      report: judgeReport(shown, { gates, baseline }),
      files: outputs,
      withRows: options.rows === true,
      // Without gates of its own this command tells what became of the report's, as a fact of the past.
      policy: gates.length === 0 ? null : policy,
      stopped: null,
    },
    context,
  );
}

async function reportOf([first, second]: readonly string[], { cwd }: CommandContext): Promise<EvaluationReport> {
  if (first === undefined) throw invariantBroken('the command line has no report');
  const before = await readReport(first, cwd);
  return second === undefined ? before.report : joinReports(before, await readReport(second, cwd));
}
