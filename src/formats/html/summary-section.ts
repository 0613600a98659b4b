import type { EvaluationReport, ReportGate, ReportRun } from '../../core/report.ts';
import { evidenceText, headlineText, runText } from '../report-text.ts';
import { type Html, html } from './markup.ts';

/** What came out, in a sentence, with everything a reader must know before believing it. */
export function summarySection(report: EvaluationReport): Html {
  const { run, gates } = report;
  return html`<header>
<h1>${headlineText(report)}</h1>
${leadText(report)}
<p class="quiet">${runText(run)}</p>
${notes(run)}
${gates.length === 0 ? null : html`<ul class="gates">${gates.map(gateItem)}</ul>`}
</header>`;
}

/** The two scores and what lies between them. */
function leadText({ comparisons: [comparison] }: EvaluationReport): Html | null {
  return comparison === undefined ? null : html`<p class="lead">${comparison.metric}: ${evidenceText(comparison)}</p>`;
}

function notes({ stopped, caveats }: ReportRun): Html[] {
  const stop = stopped === null ? [] : [`Stopped before the end: ${stopped.code}: ${stopped.message}`];
  return [...stop, ...caveats].map((note) => html`<p class="note">${note}</p>`);
}

function gateItem({ name, requirement, outcome, explanation }: ReportGate): Html {
  return html`<li class="gate ${outcome}"><b class="outcome">${outcome}</b> <span><b>${name}</b>: ${requirement}</span> <span class="quiet explanation">${explanation}</span></li>`;
}
