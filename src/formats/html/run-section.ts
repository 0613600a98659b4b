import type { EvaluationReport, ReportVariant } from '../../core/report.ts';
import { counted } from '../../text/counted.ts';
import { valueText } from '../value-text.ts';
import { entry } from './entry.ts';
import { type Html, html } from './markup.ts';

/** What it takes to do the same again: data, index, programs and settings. */
export function runSection({ run, variants }: EvaluationReport): Html {
  const { data, index, settings } = run;
  return html`<section aria-labelledby="run">
<h2 id="run">How it was measured</h2>
<dl class="values">
${entry('data', `${data.name}, ${counted(data.questions, 'question')}${data.filters.map((filter) => `, ${filter}`).join('')}`)}
${entry('data digest', data.digest)}
${index === null ? null : entry('index', `${index.collection}, ${counted(index.points, 'point')}`)}
${index === null || index.digest === null ? null : entry('index digest', index.digest)}
${entry('language model', run.languageModel)}
${run.embeddingModel === null ? null : entry('embedding model', run.embeddingModel)}
${variants.map(programEntries)}
</dl>
<details class="foldout"><summary class="foldout-title">All settings</summary><dl class="values">${Object.entries(settings).map(([name, value]) => entry(name, valueText(value)))}</dl></details>
</section>`;
}

function programEntries({ label, program, programDigest }: ReportVariant): Html[] {
  return [entry(label, program ?? 'not compiled'), entry(`${label} digest`, programDigest)];
}
