import type { EvaluationReport, ReportRate, ReportScore } from '../../core/report.ts';
import { costText, countText, millisecondsText, percentText } from '../../text/number-text.ts';
import { breakdownLines } from '../breakdown-lines.ts';
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

const MARKS = { outcome: '', diagnosis: '– ', form: '– – ' } as const;

/** How the questions ended and why answers are wrong; what did not occur is left out. */
export function breakdownTable({ variants }: EvaluationReport): string {
  const rows = breakdownLines(variants).map(({ type, words, counts }) => [`${MARKS[type]}${words}`, ...counts]);
  return markdownTable(['questions', ...variants.map(({ label }) => label)], rows);
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
      cost === null ? '–' : costText(cost),
    ]),
  );
}
