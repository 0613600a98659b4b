import type { EvaluationReport, ReportComparison, ReportPairs } from '../../core/report.ts';
import { intervalText, pointsText, probabilityText } from '../../text/number-text.ts';
import { powerText, verdictText } from '../report-text.ts';
import { pairWords } from '../report-words.ts';
import { entry } from './entry.ts';
import { type Html, html } from './markup.ts';

/** What separates the programs, question by question, and what so many questions can show at all. */
export function comparisonSection({ comparisons, power }: EvaluationReport): Html {
  return html`<section aria-labelledby="evidence">
<h2 id="evidence">Evidence</h2>
${comparisons.map(comparisonBlock)}
<p>${powerText(power)}</p>
</section>`;
}

function comparisonBlock(comparison: ReportComparison): Html {
  return html`<h3 class="verdict">${verdictText(comparison)}</h3>
<div class="pair">${matrix(comparison)}<dl class="values">${facts(comparison)}</dl></div>`;
}

function facts({ questions, questionsNeeded, difference, interval, ...of }: ReportComparison): Html[] {
  return [
    entry('metric', of.metric),
    entry('difference', `${pointsText(difference)} points`),
    entry('uncertainty', `${intervalText(interval, pointsText)} points`),
    entry('test', `${of.test}, ${probabilityText(of.pValue)}`),
    entry('questions', questionsText(questions, questionsNeeded)),
    ...(of.leftOut === 0 ? [] : [entry('left out', `${of.leftOut}, unanswered by the server on one side at least`)]),
    ...(of.baselineFile === null ? [] : [entry('baseline', of.baselineFile)]),
  ];
}

function questionsText(questions: number, needed: number | null): string {
  return needed === null ? String(questions) : `${questions}; it takes ${needed} to show a difference of this size`;
}

const PAIRS = ['gained', 'lost', 'bothRight', 'bothWrong'] as const;

/** Questions by their scores before and after; the script turns the numbers into buttons where it knows both sides. */
function matrix({ pairs, test, baseline, candidate, baselineFile }: ReportComparison): Html {
  const isGraded = test === 'paired permutation';
  const words = pairWords(isGraded);
  const cell = (name: keyof ReportPairs): Html => {
    const count = html`<b>${pairs[name]}</b> ${words[name]}`;
    if (baselineFile !== null) return html`<td class="${name}">${count}</td>`;
    return html`<td class="${name}"><span data-filter="change" data-value="${words[name]}">${count}</span></td>`;
  };
  if (isGraded) return html`<table class="matrix"><tbody><tr>${PAIRS.map(cell)}</tr></tbody></table>`;
  return html`<table class="matrix">
<thead><tr><td></td><th scope="col">${candidate} right</th><th scope="col">${candidate} wrong</th></tr></thead>
<tbody><tr><th scope="row">${baseline} right</th>${cell('bothRight')}${cell('lost')}</tr>
<tr><th scope="row">${baseline} wrong</th>${cell('gained')}${cell('bothWrong')}</tr></tbody>
</table>`;
}
