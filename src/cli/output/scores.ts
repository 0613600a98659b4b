import Table from 'cli-table3';
import type { Comparison, Evaluation, EvaluationRow } from '../../core/evaluation.ts';
import { printable } from '../../text/printable.ts';
import type { Scores } from '../evaluate-variants.ts';
import type { Terminal } from './terminal.ts';

/** The `data` of `rag eval --json`. */
export function scoresData({ evaluations, comparison, caveat }: Scores, withRows: boolean) {
  return {
    metric: evaluations[0]?.metric ?? null,
    variants: evaluations.map((evaluation) => {
      const { label, program, score, correct, total, failures } = evaluation;
      const variant = { label, program, score, correct, total, failures };
      return withRows ? { ...variant, rows: evaluation.rows.map(rowData) } : variant;
    }),
    comparison,
    caveat,
  };
}

/** The table people compare programs by, and what to think of the difference. */
export function scoresText({ evaluations, comparison, caveat }: Scores, withRows: boolean, terminal: Terminal): string {
  const parts = [
    ...(withRows ? evaluations.map((evaluation) => rowsTable(evaluation)) : []),
    scoresTable(evaluations, terminal),
    ...(comparison === null ? [] : [describeComparison(comparison)]),
    ...(caveat === null ? [] : [caveat]),
  ];
  return parts.join('\n');
}

const PLAIN_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

function plainTable(head: string[], aligns: ('left' | 'right')[], rows: string[][]): string {
  const table = new Table({
    head,
    chars: PLAIN_BORDERS,
    colAligns: aligns,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows);
  return table.toString();
}

function scoresTable(evaluations: readonly Evaluation[], { printStyle }: Terminal): string {
  const head = ['program', evaluations[0]?.metric ?? 'score', 'correct', 'failed', 'file'].map((title) =>
    printStyle.bold(title),
  );
  const rows = evaluations.map(({ label, program, score, correct, total, failures }) => [
    label,
    `${score.toFixed(2)} %`,
    `${Number(correct.toFixed(2))} / ${total}`,
    String(failures),
    program ?? '',
  ]);
  return plainTable(head, ['left', 'right', 'right', 'right', 'left'], rows);
}

function rowsTable({ label, rows }: Evaluation): string {
  return plainTable(
    [label, 'score', 'expected', 'answer', 'question'],
    ['left', 'right', 'left', 'left', 'left'],
    rows.map((row, index) => [
      String(index + 1),
      Number(row.score).toFixed(2),
      short(String(row.example.fields.answer ?? '')),
      row.error === null
        ? short(String(row.prediction?.answer ?? ''))
        : `${row.error.code}: ${short(row.error.message)}`,
      short(String(row.example.fields.question ?? '')),
    ]),
  );
}

function short(text: string): string {
  const line = printable(text).replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function rowData({ example, prediction, score, error, passages, durationMs, usage }: EvaluationRow) {
  return {
    id: example.id,
    question: example.fields.question ?? null,
    expected: example.fields.answer ?? null,
    answer: prediction?.answer ?? null,
    score,
    error,
    passages: passages.map(({ id }) => id),
    usage,
    durationMs,
  };
}

function describeComparison({ difference, interval, test, pValue, verdict, gained, lost }: Comparison): string {
  const { low, high, confidence } = interval;
  return [
    `difference  ${points(difference)} points: ${gained} gained, ${lost} lost`,
    `evidence    ${verdict}: ${Math.round(confidence * 100)} % interval ${points(low)} to ${points(high)}, ${test} p = ${pValue.toFixed(4)}`,
  ].join('\n');
}

function points(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
