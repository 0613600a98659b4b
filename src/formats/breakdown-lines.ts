import { DIAGNOSES, FORMS, OUTCOMES } from '../core/outcome.ts';
import type { ReportVariant } from '../core/report.ts';
import { DIAGNOSIS_WORDS, FORM_WORDS, OUTCOME_WORDS } from './report-words.ts';

/** So many rows ended in this way, or are misses of this cause or form. */
export interface BreakdownLine {
  readonly type: 'outcome' | 'diagnosis' | 'form';
  readonly words: string;
  /** One for each variant. */
  readonly counts: readonly number[];
}

/** How the questions ended, why answers are wrong, and in which form the right ones came; what did not occur is left out. */
export function breakdownLines(variants: readonly ReportVariant[]): BreakdownLine[] {
  const line = (type: BreakdownLine['type'], words: string, count: (variant: ReportVariant) => number) => ({
    type,
    words,
    counts: variants.map(count),
  });
  const formLines = FORMS.map((form) => line('form', FORM_WORDS[form], ({ forms }) => forms[form]));
  return [
    ...OUTCOMES.map((outcome) => line('outcome', OUTCOME_WORDS[outcome], ({ outcomes }) => outcomes[outcome])),
    ...DIAGNOSES.flatMap((diagnosis) => [
      line('diagnosis', DIAGNOSIS_WORDS[diagnosis], ({ diagnoses }) => diagnoses[diagnosis]),
      ...(diagnosis === 'wrong-form' ? formLines : []),
    ]),
  ].filter(({ counts }) => counts.some((count) => count > 0));
}
