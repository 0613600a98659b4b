import { appendFile } from 'node:fs/promises';
import type { EvaluationReport } from '../core/report.ts';
import { notWritten } from '../files/write-atomically.ts';
import { githubCommands } from '../formats/github-commands.ts';
import { reportMarkdown } from '../formats/report-markdown.ts';
import type { CommandContext } from './command.ts';

/**
 * In a workflow of GitHub: verdicts and gates as annotations, on standard error so that standard output stays what it is, and the
 * report as the summary of the step. Nothing elsewhere. A summary that cannot be written is told as a warning.
 */
export async function tellGithub(report: EvaluationReport, { environment, terminal, ...context }: CommandContext) {
  if (environment.GITHUB_ACTIONS !== 'true') return;
  for (const line of githubCommands(report)) terminal.note(line);
  const { GITHUB_STEP_SUMMARY: summary = '' } = environment;
  if (summary === '') return;
  try {
    await appendFile(summary, reportMarkdown(report));
  } catch (error) {
    const { message } = notWritten(summary, error);
    context.report({ type: 'notice', code: 'SUMMARY_NOT_WRITTEN', message });
  }
}
