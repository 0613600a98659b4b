import type { EvaluationReport, ReportRun } from '../core/report.ts';
import { markdownText } from './markdown/markup.ts';
import { questionList, unstableList } from './markdown/questions.ts';
import { breakdownTable, gateTable, scoreTable, timeTable } from './markdown/tables.ts';
import { evidenceText, headlineText, powerText, runText, stabilityText } from './report-text.ts';

/** The report for a pull request, a wiki or the summary of a step on GitHub: everything but the single rows. */
export function reportMarkdown(report: EvaluationReport): string {
  const { run, comparisons, power, variants } = report;
  const blocks = [
    `# ${markdownText(headlineText(report))}`,
    ...comparisons.map((comparison) => `**${markdownText(evidenceText(comparison))}**`),
    markdownText(runText(run)),
    ...notes(run),
    gateTable(report),
    scoreTable(report),
    markdownText(powerText(power)),
    ...variants.flatMap(({ label, stability }) =>
      stability === null ? [] : [markdownText(`${label}: ${stabilityText(stability)}`)],
    ),
    breakdownTable(report),
    timeTable(report),
    unstableList(report),
    questionList(report),
  ];
  return `${blocks.filter((block) => block !== null).join('\n\n')}\n`;
}

function notes({ stopped, caveats }: ReportRun): string[] {
  const stop = stopped === null ? [] : [`stopped before the end: ${stopped.code}: ${stopped.message}`];
  return [...stop, ...caveats].map((note) => `> ${markdownText(note)}`);
}
