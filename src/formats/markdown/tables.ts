import { DIAGNOSES, FORMS, OUTCOMES } from '../../core/outcome.ts';
import type { EvaluationReport, ReportRate, ReportScore, ReportVariant } from '../../core/report.ts';
import { countText, millisecondsText, percentText } from '../../text/number-text.ts';
import { DIAGNOSIS_WORDS, FORM_WORDS, OUTCOME_WORDS } from '../report-words.ts';
import { markdownTable } from './markup.ts';

/** What was demanded and what became of it; null when nothing was. */
export function gateTable({ gates }: EvaluationReport): string | null {
  if (gates.length === 0) return null;
  const rows = gates.map(({ name, requirement, outcome, explanation }) => [outcome, name, requirement, explanation]);
  return markdownTable(['outcome', 'gate', 'requirement', 'found'], rows);
}

/** Every score with its interval and what bounds it. */
export function scoreTable({ variants }: EvaluationReport): string {
  const titles = [
    'program',
    'metric',
    'score',
    '95 % interval',
    'of',
    'if failures were right',
    'answer in the corpus',
  ];
  return markdownTable(
    titles,
    variants.flatMap(({ label, scores, answerInCorpus }) =>
      scores.map((score) => [label, score.metric, ...scoreCells(score), rateText(answerInCorpus)]),
    ),
  );
}

function scoreCells({ score, interval, sum, total, bounds }: ReportScore): string[] {
  return [
    percentText(score),
    `${interval.low.toFixed(1)} to ${interval.high.toFixed(1)} %`,
    `${Number(sum.toFixed(2))} / ${total}`,
    percentText(bounds.high),
  ];
}

function rateText(rate: ReportRate | null): string {
  return rate === null ? '–' : `${rate.found} / ${rate.of}`;
}

/** How the questions ended and why answers are wrong; what did not occur is left out. */
export function breakdownTable({ variants }: EvaluationReport): string {
  const rows = [
    ...OUTCOMES.map((name) => [OUTCOME_WORDS[name], ...variants.map(({ outcomes }) => outcomes[name])] as const),
    ...DIAGNOSES.flatMap((name) => [
      [`– ${DIAGNOSIS_WORDS[name]}`, ...variants.map(({ diagnoses }) => diagnoses[name])] as const,
      ...(name === 'wrong-form' ? formRows(variants) : []),
    ]),
  ];
  const present = rows.filter(([, ...counts]) => counts.some((count) => count !== 0));
  return markdownTable(['questions', ...variants.map(({ label }) => label)], present);
}

function formRows(variants: readonly ReportVariant[]): (readonly [string, ...number[]])[] {
  return FORMS.map((form) => [`– – ${FORM_WORDS[form]}`, ...variants.map(({ forms }) => forms[form])]);
}

/** Times, tokens and costs. */
export function timeTable({ variants }: EvaluationReport): string {
  return markdownTable(
    ['program', 'median time', '95 %', 'tokens sent', 'tokens received', 'cost'],
    variants.map(({ label, latency, usage, cost }) => [
      label,
      latency === null ? '–' : millisecondsText(latency.p50),
      latency === null ? '–' : millisecondsText(latency.p95),
      countText(usage.promptTokens),
      countText(usage.completionTokens),
      cost === null ? '–' : String(Number(cost.toPrecision(3))),
    ]),
  );
}
