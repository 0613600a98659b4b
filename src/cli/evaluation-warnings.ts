import type { Report } from '../core/events.ts';
import { type Prices, priceOf } from '../core/prices.ts';
import type { EvaluationReport } from '../core/report.ts';
import type { ReportCall } from '../core/report-row.ts';
import type { Runtime } from '../core/run.ts';
import { optionNames } from './config/key-types.ts';
import type { PartChoice } from './config/load.ts';

/** Warns when repeating a question cannot show how answers vary. */
export function warnOfEqualSamples({ languageModel }: Runtime, { entry }: PartChoice, report: Report): void {
  const { temperature } = languageModel.defaults;
  if (temperature !== undefined && temperature > 0) return;
  const takesOne = optionNames(entry)?.includes('temperature') ?? true;
  const unset = takesOne ? 'no temperature is set' : `${languageModel.model} has no temperature`;
  const found = temperature === undefined ? unset : 'the temperature is 0';
  const way = takesOne ? ': --temperature 0.7 lets them differ' : '';
  const message = `${found}, so a question's samples may all be the same${way}`;
  report({ type: 'notice', code: 'SAMPLES_EQUAL', message });
}

/** Warns when there is a table of prices, and the model that is about to be used is not in it. */
export function warnOfMissingPrices({ languageModel: { model } }: Runtime, prices: Prices, report: Report): void {
  const known = Object.keys(prices);
  if (known.length === 0 || priceOf(model, prices) !== null) return;
  const message = `there is no price for ${model}, only for ${known.join(', ')}: costs are not known`;
  report({ type: 'notice', code: 'PRICE_UNKNOWN', message });
}

/** Warns of questions that got no answer to judge, with the first reason. */
export function warnOfFailedAnswers({ variants }: EvaluationReport, report: Report): void {
  for (const { label, rows } of variants) {
    const [first, ...others] = rows.flatMap(({ error }) => (error?.code === 'METRIC_FAILED' ? [] : (error ?? [])));
    if (first === undefined) continue;
    const count = `${others.length + 1} of ${rows.length} answers of ${label} failed`;
    report({
      type: 'notice',
      code: 'ANSWERS_FAILED',
      message: `${count}, the first with ${first.code}: ${first.message}`,
    });
  }
}

/** Warns of answers that a metric could not judge, with the first reason: a table only counts them. */
export function warnOfMetricFailures({ run, variants }: EvaluationReport, report: Report): void {
  for (const [position, metric] of run.metrics.entries()) {
    for (const { label, rows } of variants) {
      const reasons = rows.flatMap(({ scores }) => scores[position]?.error ?? []);
      if (reasons.length === 0) continue;
      const message = `${metric} could not judge ${reasons.length} of ${rows.length} answers of ${label}, which count as 0: ${reasons[0]}`;
      report({ type: 'notice', code: 'METRIC_INCOMPLETE', message });
    }
  }
}

/** Warns when most replies had to be asked for a second time: in the other format the model might do with one call. */
export function warnOfSecondCalls({ variants }: EvaluationReport, report: Report): void {
  for (const { label, rows } of variants) {
    const calls = rows.map((row) => row.calls.filter(({ judge }) => judge === null));
    const missed = calls.flatMap((ofRow) => ofRow.filter((call, at) => isAskedAgain(call, ofRow[at + 1])));
    const format = missed[0]?.adapter;
    const asked = calls.flat().filter(({ adapter }) => adapter === format).length;
    if (missed.length * 2 <= asked) continue;
    const message = `${missed.length} of ${asked} replies of ${label} were not in the format of the ${format} adapter and were asked for again as JSON: with --set adapter=json one call may do`;
    report({ type: 'notice', code: 'REPLIES_ASKED_TWICE', message });
  }
}

/** Only a reply counts: a call that got none is not the format's fault. */
function isAskedAgain({ adapter, reply, error }: ReportCall, next: ReportCall | undefined): boolean {
  return reply !== null && error !== null && next !== undefined && next.adapter !== adapter;
}
