import type { EvaluationReport, ReportVariant } from '../../core/report.ts';
import { type BreakdownLine, breakdownLines } from '../breakdown-lines.ts';
import { type Html, html } from './markup.ts';
import { across } from './plot.ts';

/** How the questions ended, and why answers are wrong. */
export function breakdownSection({ variants }: EvaluationReport): Html {
  const lines = breakdownLines(variants);
  const outcomes = lines.filter(({ type }) => type === 'outcome');
  const causes = lines.filter(({ type }) => type !== 'outcome');
  return html`<section aria-labelledby="breakdown">
<h2 id="breakdown">What went wrong</h2>
<div class="pair">
${breakdown('Outcome', variants, outcomes)}
${breakdown('Cause of a miss', variants, causes)}
</div>
</section>`;
}

function breakdown(title: string, variants: readonly ReportVariant[], lines: readonly BreakdownLine[]): Html {
  if (lines.length === 0) return html`<p class="quiet">${title}: none.</p>`;
  return html`<table class="breakdown">
<thead><tr><th scope="col">${title}</th>${variants.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${lines.map((line) => tableRow(line, variants))}</tbody>
</table>`;
}

/** The script filters by outcomes and diagnoses; a form is part of the line above it. */
function tableRow({ type, words, counts }: BreakdownLine, variants: readonly ReportVariant[]): Html {
  const cells = counts.map((count, position) => {
    const share = count / Math.max(1, variants[position]?.rows.length ?? 0);
    const number =
      type === 'form' || count === 0
        ? html`${count}`
        : html`<span data-filter="${type}" data-value="${position}:${words}">${count}</span>`;
    return html`<td class="amount">${number}<svg class="bar" height="6" aria-hidden="true"><rect width="${across(share)}" height="6"/></svg></td>`;
  });
  return html`<tr${type === 'form' ? html` class="part"` : null}><th scope="row">${words}</th>${cells}</tr>`;
}
