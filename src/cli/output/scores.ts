import { invariantBroken } from '../../core/errors.ts';
import type { JsonValue } from '../../core/fields.ts';
import type { EvaluationReport, ReportComparison, ReportVariant } from '../../core/report.ts';
import type { ReportRow } from '../../core/report-row.ts';
import { writePythonJson } from '../../python/json.ts';
import { percentText } from '../../text/number-text.ts';
import { printable } from '../../text/printable.ts';
import { causesTable } from './causes-table.ts';
import { evidenceText } from './evidence.ts';
import { plainTable } from './plain-table.ts';
import type { Terminal } from './terminal.ts';

/** The `data` of `rag eval --json`: the report but for prompts, replies and passages, and without its rows unless they are wanted. */
export function scoresData({ run, variants, comparisons, power, gates }: EvaluationReport, withRows: boolean) {
  return {
    metric: run.metrics[0] ?? null,
    variants: variants.map((variant) => variantData(variant, withRows)),
    comparison: comparisons[0] === undefined ? null : comparisonData(comparisons[0]),
    power,
    gates,
    caveat: run.caveats.length === 0 ? null : run.caveats.join(' '),
    run,
  };
}

/** The table people compare programs by, why answers are wrong, and what to think of the difference. */
export function scoresText(report: EvaluationReport, withRows: boolean, terminal: Terminal): string {
  const { run, variants } = report;
  return [
    ...(withRows ? variants.map((variant) => rowsTable(variant, run.samples)) : []),
    scoresTable(report, terminal),
    '',
    causesTable(report),
    '',
    evidenceText(report),
    ...run.caveats,
  ].join('\n');
}

function variantData({ rows, ...variant }: ReportVariant, withRows: boolean) {
  const { label, program, ...rest } = variant;
  const [first] = variant.scores;
  const data = {
    label,
    program,
    score: first?.score ?? 0,
    correct: first?.sum ?? 0,
    total: rows.length,
    failures: rows.filter(({ error }) => error !== null).length,
    ...rest,
  };
  return withRows ? { ...data, rows: rows.map(rowData) } : data;
}

function comparisonData(comparison: ReportComparison) {
  const { gained, lost } = comparison.pairs;
  return { ...comparison, gained, lost };
}

function rowData({ calls: _calls, passages, inputs, expected, prediction, scores, ...row }: ReportRow) {
  return {
    ...row,
    question: inputs.question ?? null,
    expected: expected.answer ?? null,
    answer: prediction?.answer ?? null,
    score: scores[0]?.value ?? 0,
    scores,
    passages: passages.map(({ id }) => id),
  };
}

function scoresTable({ run, variants }: EvaluationReport, { printStyle }: Terminal): string {
  const head = ['program', run.metrics[0] ?? 'score', '95 % interval', 'correct', 'file'];
  return plainTable(
    head.map((title) => printStyle.bold(title)),
    ['left', 'right', 'right', 'right', 'left'],
    variants.map(scoresLine),
  );
}

function scoresLine({ label, program, scores: [first], rows }: ReportVariant): string[] {
  if (first === undefined) throw invariantBroken(`"${label}" has no score`);
  const { score, sum, interval } = first;
  return [
    label,
    percentText(score),
    `${interval.low.toFixed(1)} – ${interval.high.toFixed(1)}`,
    `${Number(sum.toFixed(2))} / ${rows.length}`,
    program ?? '',
  ];
}

function rowsTable({ label, rows }: ReportVariant, samples: number): string {
  const lines = rows.map(({ index, sample, scores, expected, error, prediction, inputs, outcome, diagnosis }) => [
    samples === 1 ? String(index + 1) : `${index + 1}.${sample + 1}`,
    Number(scores[0]?.value ?? 0).toFixed(2),
    diagnosis ?? outcome,
    short(expected.answer ?? ''),
    error === null ? short(prediction?.answer ?? '') : `${error.code}: ${short(error.message)}`,
    short(inputs.question ?? ''),
  ]);
  const head = [label, 'score', 'why', 'expected', 'answer', 'question'];
  return plainTable(head, ['left', 'right', 'left', 'left', 'left', 'left'], lines);
}

function short(value: JsonValue): string {
  const line = printable(typeof value === 'string' ? value : writePythonJson(value)).replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
