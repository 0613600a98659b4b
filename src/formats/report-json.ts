import type { z } from 'zod';
import { RagError } from '../core/errors.ts';
import { isFields } from '../core/fields.ts';
import type { Message } from '../core/language-model.ts';
import type { EvaluationReport } from '../core/report.ts';
import type { ReportCall, ReportRow } from '../core/report-row.ts';
import { writePythonJson } from '../python/json.ts';
import { parsePythonJson } from '../python/parse-json.ts';
import { plainValue } from '../python/plain-value.ts';
import type { PythonValue } from '../python/value.ts';
import { type SavedReport, savedReport } from './report-schema.ts';

/** Changes whenever a reader of the former version could not make sense of a file. */
export const REPORT_SCHEMA = 'rag-report/v1';

/**
 * The text of a report file: JSON, one row per line. A message of a prompt is stored once, under `messages`, and referred to by its
 * position, since instructions and demos are the same in every call. The same report gives the same bytes.
 */
export function encodeReport(report: EvaluationReport): string {
  const pool = messagePool();
  const variants = report.variants.map(({ rows, ...variant }) => {
    const lines = rows.map((row) => line(savedRow(row, pool)));
    return withList(plainValue(variant), 'rows', lines);
  });
  const { run, comparisons, power, gates } = report;
  const head = { schema: REPORT_SCHEMA, run, comparisons, power, gates };
  const fields = Object.entries(head).map(([name, value]) => `${line(name)}: ${line(value)}`);
  const lists = [`"variants": ${list(variants)}`, `"messages": ${list(pool.messages.map(line))}`];
  return `{\n${[...fields, ...lists].join(',\n')}\n}\n`;
}

/**
 * The report in `text`; `file` is its name in messages.
 *
 * @throws RagError REPORT_INVALID for text that is no report, one of another version, or one that contradicts itself
 */
export function decodeReport(text: string, file: string): EvaluationReport {
  const saved = read(parse(text, file), file);
  const message = (position: number): Message => {
    const found = saved.messages[position];
    if (found === undefined) throw invalid(file, `it refers to message ${position} of ${saved.messages.length}`);
    return found;
  };
  const { schema: _version, messages: _pool, variants, ...rest } = saved;
  const report: EvaluationReport = {
    ...rest,
    variants: variants.map((variant) => ({ ...variant, rows: variant.rows.map((row) => fullRow(row, message)) })),
  };
  refuseOtherMetrics(report, file);
  return report;
}

interface MessagePool {
  readonly messages: Message[];
  position(message: Message): number;
}

function messagePool(): MessagePool {
  const messages: Message[] = [];
  const positions = new Map<string, number>();
  return {
    messages,
    position: (message) => {
      const key = `${message.role} ${message.content}`;
      const known = positions.get(key) ?? messages.push(message) - 1;
      positions.set(key, known);
      return known;
    },
  };
}

function savedRow(row: ReportRow, { position }: MessagePool) {
  return { ...row, calls: row.calls.map((call) => ({ ...call, prompt: call.prompt.map(position) })) };
}

type SavedRow = SavedReport['variants'][number]['rows'][number];

function fullRow(row: SavedRow, message: (position: number) => Message): ReportRow {
  const calls = row.calls.map((call): ReportCall => ({ ...call, prompt: call.prompt.map(message) }));
  return { ...row, calls };
}

function line(value: unknown): string {
  return writePythonJson(plainValue(value));
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
}

/** An object on one line, but for its last entry, a list with one item per line. */
function withList(object: PythonValue, name: string, lines: readonly string[]): string {
  return `${writePythonJson(object).slice(0, -1)}, ${line(name)}: ${list(lines)}}`;
}

function parse(text: string, file: string): unknown {
  try {
    return parsePythonJson(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw invalid(file, `it is not JSON: ${cause.message}`, cause);
  }
}

function read(value: unknown, file: string): SavedReport {
  const schema = isFields(value) ? value.schema : undefined;
  if (typeof schema !== 'string' || !schema.startsWith('rag-report/')) {
    throw invalid(file, `it has no "schema": "${REPORT_SCHEMA}"`);
  }
  if (schema !== REPORT_SCHEMA) {
    throw new RagError('REPORT_INVALID', `${file} is of version "${schema}", this program reads "${REPORT_SCHEMA}"`, {
      hint: 'use the version of rag that wrote it, or evaluate again:  rag eval -o report.json',
      details: { file, schema },
    });
  }
  const parsed = savedReport.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(file, describeIssue(parsed.error), parsed.error);
}

function describeIssue({ issues: [issue] }: z.ZodError): string {
  const place = issue === undefined || issue.path.length === 0 ? 'at the top' : `at ${issue.path.join('.')}`;
  return `${place}: ${issue?.message ?? 'unreadable'}`;
}

function refuseOtherMetrics({ run, variants }: EvaluationReport, file: string): void {
  for (const { label, rows } of variants) {
    const odd = rows.find(({ scores }) => scores.length !== run.metrics.length);
    if (odd === undefined) continue;
    throw invalid(
      file,
      `row "${odd.id}" of "${label}" has ${odd.scores.length} scores for ${run.metrics.length} metrics`,
    );
  }
}

function invalid(file: string, problem: string, cause?: unknown): RagError {
  return new RagError('REPORT_INVALID', `${file} is no report of rag eval: ${problem}`, {
    hint: 'make one:  rag eval -o report.json',
    cause,
    details: { file },
  });
}
