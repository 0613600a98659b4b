import { RagError } from '../core/errors.ts';
import type { InconclusivePolicy } from '../core/gate.ts';
import type { EvaluationReport } from '../core/report.ts';
import type { CommandContext } from './command.ts';
import { gateError } from './gate-error.ts';
import { tellGithub } from './github.ts';
import { gateLines } from './output/gates.ts';
import { scoresData, scoresText } from './output/scores.ts';
import { type ReportFile, writeReportFiles } from './report-files.ts';

export interface Delivery {
  readonly report: EvaluationReport;
  readonly files: readonly ReportFile[];
  /** Print every row. */
  readonly withRows: boolean;
  /** What an inconclusive gate counts as; null where gates are shown, but decide nothing. */
  readonly policy: InconclusivePolicy | null;
  /** Why the evaluation ended early; decides the exit code. */
  readonly stopped: RagError | null;
}

/**
 * Writes the report's files, tells GitHub, and prints the scores, whatever becomes of the files. The exit code is that of an early
 * end, else of a file that could not be written, else of the gates.
 */
export async function deliverReport(
  { report, files, withRows, policy, stopped }: Delivery,
  context: CommandContext,
): Promise<void> {
  const notWritten = await writeReportFiles(report, files).then(() => null, asRagError);
  await tellGithub(report, context);
  context.emit({
    data: scoresData(report, withRows),
    text: [scoresText(report, withRows, context.terminal), ...gateLines(report.gates, context.terminal)].join('\n'),
    error: stopped ?? notWritten ?? (policy === null ? null : gateError(report.gates, policy)),
  });
}

function asRagError(error: unknown): RagError {
  if (error instanceof RagError) return error;
  throw error;
}
