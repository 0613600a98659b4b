import type { EvaluationReport, ReportRate, ReportVariant } from '../../core/report.ts';
import { breakdownLines } from '../../formats/breakdown-lines.ts';
import { samplingShareText } from '../../formats/report-text.ts';
import { costText, percentText } from '../../text/number-text.ts';
import { plainTable } from './plain-table.ts';

const INDENT = { outcome: '', diagnosis: '  ', form: '    ' } as const;

/** One line per fact, one column per program; facts that say nothing are left out. */
export function causesTable({ run, variants }: EvaluationReport): string {
  const line = (title: string, value: (variant: ReportVariant) => string | null): string[][] => {
    const values = variants.map(value);
    return values.every((text) => text === null) ? [] : [[title, ...values.map((text) => text ?? '')]];
  };
  const lines = [
    ...run.metrics.slice(1).flatMap((metric, position) => line(metric, scoreText(position + 1))),
    ...line('score, failures wrong to right', boundsText),
    ...line('answer in the corpus', ({ answerInCorpus }) => rateText(answerInCorpus)),
    ...line('answer in the passages', ({ answerInPassages }) => rateText(answerInPassages)),
    ...breakdownLines(variants).map(({ type, words, counts }) => [INDENT[type] + words, ...counts.map(countText)]),
    ...line('seconds, median and 95 %', latencyText),
    ...line('tokens, in and out', tokensText),
    ...line('cost', ({ cost }) => (cost === null || cost === 0 ? null : costText(cost))),
    ...line('unstable questions', ({ stability }) => stability && String(stability.unstable.length)),
    ...line('variance from sampling', ({ stability }) => stability && samplingShareText(stability)),
  ];
  const head = ['', ...variants.map(({ label }) => label)];
  return plainTable(head, ['left', ...variants.map(() => 'right' as const)], lines);
}

function countText(count: number): string {
  return count === 0 ? '' : String(count);
}

function scoreText(position: number) {
  return ({ scores }: ReportVariant): string | null => {
    const score = scores[position];
    return score === undefined ? null : percentText(score.score);
  };
}

function boundsText({ scores: [first] }: ReportVariant): string | null {
  if (first === undefined || first.bounds.high === first.bounds.low) return null;
  return `${first.bounds.low.toFixed(2)} to ${first.bounds.high.toFixed(2)} %`;
}

function rateText(rate: ReportRate | null): string | null {
  return rate === null ? null : `${rate.found} of ${rate.of}`;
}

function latencyText({ latency }: ReportVariant): string | null {
  return latency === null ? null : `${(latency.p50 / 1000).toFixed(2)}, ${(latency.p95 / 1000).toFixed(2)}`;
}

function tokensText({ usage: { promptTokens, completionTokens } }: ReportVariant): string | null {
  return promptTokens + completionTokens === 0 ? null : `${promptTokens}, ${completionTokens}`;
}
