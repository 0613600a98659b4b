import { type AnswerForm, DIAGNOSES, type Diagnosis, FORMS, OUTCOMES } from '../../core/outcome.ts';
import type { EvaluationReport, ReportVariant } from '../../core/report.ts';
import { DIAGNOSIS_WORDS, FORM_WORDS, OUTCOME_WORDS } from '../report-words.ts';
import { type Html, html } from './markup.ts';
import { across } from './plot.ts';

/** How the questions ended, and why answers are wrong. */
export function breakdownSection({ variants }: EvaluationReport): Html {
  return html`<section aria-labelledby="breakdown">
<h2 id="breakdown">What went wrong</h2>
<div class="pair">
${breakdown('Outcome', variants, outcomeLines(variants))}
${breakdown('Cause of a miss', variants, diagnosisLines(variants))}
</div>
</section>`;
}

interface Line {
  readonly words: string;
  /** Counts of rows, one for each variant. */
  readonly counts: readonly number[];
  /** What the script filters by; null for lines that are part of the line above. */
  readonly filter: 'outcome' | 'diagnosis' | null;
}

function outcomeLines(variants: readonly ReportVariant[]): Line[] {
  return OUTCOMES.map((outcome) => ({
    words: OUTCOME_WORDS[outcome],
    counts: variants.map(({ outcomes }) => outcomes[outcome]),
    filter: 'outcome' as const,
  }));
}

function diagnosisLines(variants: readonly ReportVariant[]): Line[] {
  const line = (diagnosis: Diagnosis): Line => ({
    words: DIAGNOSIS_WORDS[diagnosis],
    counts: variants.map(({ diagnoses }) => diagnoses[diagnosis]),
    filter: 'diagnosis',
  });
  const formLine = (form: AnswerForm): Line => ({
    words: FORM_WORDS[form],
    counts: variants.map(({ forms }) => forms[form]),
    filter: null,
  });
  return DIAGNOSES.flatMap((diagnosis) => [
    line(diagnosis),
    ...(diagnosis === 'wrong-form' ? FORMS.map(formLine) : []),
  ]);
}

function breakdown(title: string, variants: readonly ReportVariant[], lines: readonly Line[]): Html {
  const present = lines.filter(({ counts }) => counts.some((count) => count > 0));
  if (present.length === 0) return html`<p class="quiet">${title}: none.</p>`;
  return html`<table class="breakdown">
<thead><tr><th scope="col">${title}</th>${variants.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${present.map((line) => breakdownLine(line, variants))}</tbody>
</table>`;
}

function breakdownLine({ words, counts, filter }: Line, variants: readonly ReportVariant[]): Html {
  const cells = counts.map((count, position) => {
    const share = count / Math.max(1, variants[position]?.rows.length ?? 0);
    const number =
      filter === null || count === 0
        ? html`${count}`
        : html`<span data-filter="${filter}" data-value="${position}:${words}">${count}</span>`;
    return html`<td class="amount">${number}<svg class="bar" height="6" aria-hidden="true"><rect width="${across(share)}" height="6"/></svg></td>`;
  });
  return html`<tr${filter === null ? html` class="part"` : null}><th scope="row">${words}</th>${cells}</tr>`;
}
