import type { EvaluationReport, ReportStability, ReportVariant } from '../../core/report.ts';
import { stabilityText } from '../report-text.ts';
import { type Html, html } from './markup.ts';

/** How far the score depends on the samples drawn; null unless questions were sampled more than once. */
export function stabilitySection({ variants }: EvaluationReport): Html | null {
  const repeated = variants.flatMap(({ label, stability }) => (stability === null ? [] : [{ label, stability }]));
  if (repeated.length === 0) return null;
  return html`<section aria-labelledby="stability">
<h2 id="stability">Stability</h2>
${repeated.map(({ label, stability }) => block(label, stability))}
</section>`;
}

function block(label: ReportVariant['label'], stability: ReportStability): Html {
  const { unstable } = stability;
  return html`<p><b>${label}</b>: ${stabilityText(stability)}</p>
${unstable.length === 0 ? null : html`<details class="foldout"><summary class="foldout-title">Unstable questions</summary><p>${unstable.join(', ')}</p></details>`}`;
}
