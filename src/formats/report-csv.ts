import type { EvaluationReport } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import { answerOf, expectedOf, questionOf } from './report-rows.ts';

type Cell = string | number | boolean | null;

/**
 * The rows of all variants as CSV (RFC 4180: comma, CRLF, quotes doubled), one line per question, program and sample, with a line of
 * titles. No text is a formula: a spreadsheet shows those that look like one, with an apostrophe in front.
 */
export function reportCsv({ run, variants }: EvaluationReport): string {
  const rows = variants.flatMap(({ label, rows }) => rows.map((row) => [label, ...cellsOf(row)]));
  return [titles(run.metrics), ...rows].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function titles(metrics: readonly string[]): Cell[] {
  const before = ['program', 'index', 'sample', 'id', 'question', 'expected', 'answer', 'outcome', 'diagnosis', 'form'];
  const after = ['error', 'message', 'answer_in_corpus', 'answer_in_passages', 'passages'];
  return [...before, ...metrics, ...after, 'prompt_tokens', 'completion_tokens', 'cost', 'duration_ms'];
}

function cellsOf(row: ReportRow): Cell[] {
  const { index, sample, id, outcome, diagnosis, form, scores, error, usage } = row;
  const before = [index, sample, id, questionOf(row), expectedOf(row), answerOf(row), outcome, diagnosis, form];
  const passages = row.passages.map((passage) => passage.id).join(' ');
  const found = [row.answerInCorpus, row.answerInPassages, passages];
  const after = [usage.promptTokens, usage.completionTokens, row.cost, row.durationMs];
  return [...before, ...scores.map(scoreCell), error?.code ?? null, error?.message ?? null, ...found, ...after];
}

/** Empty where the metric could not judge. */
function scoreCell({ value, error }: ReportRow['scores'][number]): Cell {
  return error === null ? Number(value) : null;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = LOOKS_LIKE_A_FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What spreadsheets take for the start of a formula, the wide signs of East Asian keyboards among them. */
const LOOKS_LIKE_A_FORMULA = /^[\t\r\n ]*[=+\-@＝＋－＠]|^[\t\r\n]/;
