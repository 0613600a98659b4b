import type { EvaluationReport, ReportVariant } from '../../core/report.ts';
import type { ReportRow } from '../../core/report-row.ts';
import { percentile } from '../../stats/percentile.ts';
import { countText, millisecondsText } from '../../text/number-text.ts';
import { histogram } from './histogram.ts';
import { type Html, html } from './markup.ts';
import { axis, niceCeiling } from './plot.ts';

interface Quantity {
  readonly title: string;
  /** Null where it was not measured. */
  readonly of: (row: ReportRow) => number | null;
  readonly text: (value: number) => string;
}

const QUANTITIES: readonly Quantity[] = [
  { title: 'Time per question', of: ({ durationMs }) => durationMs, text: millisecondsText },
  { title: 'Tokens sent per question', of: ({ usage }) => usage.promptTokens, text: countText },
  { title: 'Tokens received per question', of: ({ usage }) => usage.completionTokens, text: countText },
];

/** How long questions took and how many tokens went over the wire, program below program on the same scale. */
export function timingSection({ variants }: EvaluationReport): Html {
  return html`<section aria-labelledby="timing">
<h2 id="timing">Time and tokens</h2>
<div class="plots">${QUANTITIES.map((quantity) => figure(quantity, variants))}</div>
${latencyTable(variants)}
</section>`;
}

function figure({ title, of, text }: Quantity, variants: readonly ReportVariant[]): Html | null {
  const series = variants.map(({ label, rows }) => ({ label, values: rows.map(of).filter((value) => value !== null) }));
  const all = series.flatMap(({ values }) => values);
  if (all.length === 0) return null;
  const limit = niceCeiling(all.reduce((most, value) => Math.max(most, value), 0));
  const plots = series.map(({ label, values }) => {
    if (values.length === 0) return null;
    const summary = `${label}: median ${text(percentile(values, 0.5))}, largest ${text(percentile(values, 1))}`;
    return html`<p class="series">${summary}</p>${histogram({ label: `${title}, ${summary}`, values, limit, text })}`;
  });
  return html`<figure><figcaption>${title}</figcaption>${plots}${axis([text(0), text(limit / 2), text(limit)])}</figure>`;
}

const COLUMNS = ['mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const;

function latencyTable(variants: readonly ReportVariant[]): Html {
  const rows = variants.map(({ label, latency, usage }) => {
    const times = COLUMNS.map(
      (column) => html`<td class="number">${latency === null ? '–' : millisecondsText(latency[column])}</td>`,
    );
    return html`<tr><th scope="row">${label}</th>${times}<td class="number">${countText(usage.promptTokens)}</td><td class="number">${countText(usage.completionTokens)}</td></tr>`;
  });
  return html`<div class="wide" tabindex="0" role="region" aria-label="time and tokens"><table>
<thead><tr><td></td>${COLUMNS.map((column) => html`<th scope="col" class="number">${column}</th>`)}<th scope="col" class="number">tokens sent</th><th scope="col" class="number">tokens received</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}
