import type { EvaluationReport, ReportScore, ReportVariant } from '../../core/report.ts';
import { costText, percentText } from '../../text/number-text.ts';
import { type Html, html } from './markup.ts';
import { across, axis } from './plot.ts';

/** Every score with its interval, and beside it what the corpus allows at best. */
export function scoreSection({ run, variants }: EvaluationReport): Html {
  return html`<section aria-labelledby="scores">
<h2 id="scores">Scores</h2>
${run.metrics.map((metric, position) => metricBlock(metric, position, variants))}
${legend(variants)}
</section>`;
}

/** Explains what some plot of this report shows. */
function legend(variants: readonly ReportVariant[]): Html {
  const hasFailures = variants.some(({ scores }) => scores.some(({ bounds }) => bounds.low !== bounds.high));
  const hasCeiling = variants.some(({ answerInCorpus }) => (answerInCorpus?.of ?? 0) > 0);
  const keys = [
    { name: 'point', words: 'score' },
    { name: 'range', words: '95 % interval' },
    ...(hasFailures ? [{ name: 'bounds', words: 'if all failed questions had been wrong, or right' }] : []),
    ...(hasCeiling ? [{ name: 'ceiling', words: 'answer in the corpus: the most a program can reach' }] : []),
  ];
  return html`<p class="legend">${keys.map(({ name, words }) => html`<span><i class="key ${name}"></i>${words}</span> `)}</p>`;
}

function metricBlock(metric: string, position: number, variants: readonly ReportVariant[]): Html {
  const rows = variants.flatMap((variant) => {
    const score = variant.scores[position];
    return score === undefined ? [] : [scoreRow(score, variant)];
  });
  return html`<h3>${metric}</h3>
<div class="scores">${rows}${axis(['0', '25', '50', '75', '100 %'])}</div>`;
}

function scoreRow(score: ReportScore, { label, answerInCorpus, cost }: ReportVariant): Html {
  const ceiling = answerInCorpus === null || answerInCorpus.of === 0 ? null : answerInCorpus.found / answerInCorpus.of;
  return html`<div class="score">
<p class="label">${label}</p>
<p class="value">${percentText(score.score)}</p>
<p class="quiet">${scoreNotes(score, ceiling, cost).join(' · ')}</p>
${intervalPlot(score, ceiling)}
</div>`;
}

function scoreNotes(
  { sum, total, interval, bounds }: ReportScore,
  ceiling: number | null,
  cost: number | null,
): string[] {
  return [
    `${Number(sum.toFixed(2))} of ${total}`,
    `${interval.low.toFixed(1)} to ${interval.high.toFixed(1)} %`,
    ...(bounds.low === bounds.high ? [] : [`failures decide: ${bounds.low.toFixed(1)} to ${bounds.high.toFixed(1)} %`]),
    ...(ceiling === null ? [] : [`answer in corpus ${(100 * ceiling).toFixed(1)} %`]),
    ...(cost === null ? [] : [`cost ${costText(cost)}`]),
  ];
}

function intervalPlot({ score, interval, bounds }: ReportScore, ceiling: number | null): Html {
  const at = (percent: number): string => across(percent / 100);
  const grid = [0, 25, 50, 75, 100].map(
    (tick) => html`<line class="grid" x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="28"/>`,
  );
  const label = `${percentText(score)}, interval ${interval.low.toFixed(1)} to ${interval.high.toFixed(1)} %`;
  return html`<svg class="interval" height="28" role="img" aria-label="${label}">${grid}
${bounds.low === bounds.high ? null : html`<rect class="bounds" x="${at(bounds.low)}" width="${at(bounds.high - bounds.low)}" y="4" height="20"/>`}
${ceiling === null ? null : html`<line class="ceiling" x1="${across(ceiling)}" x2="${across(ceiling)}" y1="0" y2="28"/>`}
<line class="range" x1="${at(interval.low)}" x2="${at(interval.high)}" y1="14" y2="14"/>
<circle class="point" cx="${at(score)}" cy="14" r="6"/></svg>`;
}
