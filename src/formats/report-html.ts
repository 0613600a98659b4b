import { createHash } from 'node:crypto';
import type { EvaluationReport } from '../core/report.ts';
import { breakdownSection } from './html/breakdown-section.ts';
import { comparisonSection } from './html/comparison-section.ts';
import { jsonInHtml } from './html/json-in-html.ts';
import { html, trusted } from './html/markup.ts';
import { pageDataOf } from './html/page-data-of.ts';
import { runSection } from './html/run-section.ts';
import { scoreSection } from './html/score-section.ts';
import { stabilitySection } from './html/stability-section.ts';
import { summarySection } from './html/summary-section.ts';
import { timingSection } from './html/timing-section.ts';
import { headlineText } from './report-text.ts';

/** The built files of `src/page`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * The report as one page that needs nothing else: no other file, no network, no library. Numbers and plots are in the markup; the
 * script lists the questions with their evidence. Whatever comes from a model, a corpus or a file is text there, and the content
 * security policy lets nothing run but that script. Cost: about the size of the report's JSON.
 */
export function reportHtml(report: EvaluationReport, { script, style }: PageAssets): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digestOf(script)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${headlineText(report)}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${summarySection(report)}
<nav aria-label="sections"><a href="#scores">Scores</a> <a href="#evidence">Evidence</a> <a href="#breakdown">What went wrong</a> <a href="#timing">Time and tokens</a> <a href="#questions-title">Questions</a> <a href="#run">How it was measured</a></nav>
${scoreSection(report)}
${comparisonSection(report)}
${breakdownSection(report)}
${stabilitySection(report)}
${timingSection(report)}
<section aria-labelledby="questions-title">
<h2 id="questions-title">Questions</h2>
<div id="questions"><p class="quiet">The list of questions needs JavaScript; everything above does not.</p></div>
</section>
${runSection(report)}
</main>
<script type="application/json" id="data">${trusted(jsonInHtml(pageDataOf(report)))}</script>
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.markup;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
