import type { JsonValue } from '../../core/fields.ts';
import { isFailure } from '../../core/outcome.ts';
import type { ReportRun } from '../../core/report.ts';
import type { ReportCall, ReportRow, RowError } from '../../core/report-row.ts';
import type { Passage } from '../../core/retriever.ts';
import type { PageCall, PagePassage, PageResult, PageValues } from '../../page/page-data.ts';
import { isList } from '../../python/value.ts';
import { costText, countText, millisecondsText } from '../../text/number-text.ts';
import { answerOf } from '../report-rows.ts';
import { DIAGNOSIS_WORDS, FORM_WORDS, OUTCOME_WORDS } from '../report-words.ts';
import { valueText } from '../value-text.ts';

/** Texts stored once. */
export interface TextPool {
  position(text: string): number;
}

export interface PageContext {
  /** Position of the row's variant. */
  readonly program: number;
  readonly run: ReportRun;
  readonly pool: TextPool;
}

/** A row as the page shows it. */
export function pageResult(row: ReportRow, { program, run, pool }: PageContext): PageResult {
  const { outcome, diagnosis, form, error, prediction, durationMs, usage } = row;
  return {
    program,
    sample: run.samples === 1 ? '' : `sample ${row.sample + 1} of ${run.samples}`,
    outcome: OUTCOME_WORDS[outcome],
    mark: markOf(row),
    diagnosis: diagnosis === null ? '' : DIAGNOSIS_WORDS[diagnosis],
    form: form === null ? '' : FORM_WORDS[form],
    answer: answerOf(row),
    error: errorText(error),
    facts: factsOf(row, run),
    durationMs,
    tokens: usage.promptTokens + usage.completionTokens,
    outputs: outputsOf(prediction ?? {}),
    passages: row.passages.map((passage, position) => pagePassage(passage, position, row, pool)),
    calls: row.calls.map((call) => pageCall(call, pool)),
  };
}

function markOf({ outcome }: ReportRow): PageResult['mark'] {
  if (outcome === 'correct') return 'right';
  return isFailure(outcome) ? 'failed' : 'wrong';
}

function errorText(error: RowError | null): string {
  return error === null ? '' : `${error.code}: ${error.message}`;
}

function factsOf({ scores, durationMs, usage, cost }: ReportRow, { metrics }: ReportRun): PageValues {
  const scored = metrics.map((metric, position) => [metric, scoreText(scores[position])] as const);
  return [
    ...scored,
    ...(durationMs === null ? [] : [['time', millisecondsText(durationMs)] as const]),
    ['tokens', `${countText(usage.promptTokens)} sent, ${countText(usage.completionTokens)} received`],
    ...(cost === null ? [] : [['cost', costText(cost)] as const]),
  ];
}

function scoreText(score: ReportRow['scores'][number] | undefined): string {
  if (score === undefined) return '–';
  return score.error ?? String(Number(Number(score.value).toFixed(4)));
}

/** The passages a program hands on as `context` stand below by themselves. */
function outputsOf({ context: _passages, ...outputs }: NonNullable<ReportRow['prediction']>): PageValues {
  return Object.entries(outputs).map(([name, value]) => [name, value === null ? '(nothing)' : valueText(value)]);
}

function pagePassage(
  { id, text, score, metadata }: Passage,
  position: number,
  row: ReportRow,
  pool: TextPool,
): PagePassage {
  const title = typeof metadata.title === 'string' ? metadata.title : id;
  const names: readonly (JsonValue | undefined)[] = [title, metadata.document_id, id];
  const gold = goldNames(row).some((name) => names.includes(name)) ? ['named by the data set as evidence'] : [];
  const notes = [`rank ${position + 1}`, `score ${Number(score.toPrecision(4))}`, ...gold];
  return { title, note: notes.join(' · '), text: pool.position(text) };
}

/** What data sets call the passages that hold the answer: titles, or ids of documents. */
function goldNames({ expected: { gold_titles: titles, gold_passage_ids: ids } }: ReportRow): readonly JsonValue[] {
  return [titles, ids].flatMap((names) => (names !== undefined && isList(names) ? names : []));
}

function pageCall(call: ReportCall, pool: TextPool): PageCall {
  const { judge, predictor, adapter, model, finishReason, cached, usage, prompt, reply } = call;
  const notes = [
    `${adapter} format`,
    model,
    ...(finishReason === null ? [] : [`finished with ${finishReason}`]),
    ...(cached ? ['from the cache'] : []),
    `${countText(usage.promptTokens)} tokens sent, ${countText(usage.completionTokens)} received`,
  ];
  return {
    title: judge === null ? `call of ${predictor}` : `call of ${predictor} by ${judge}`,
    note: notes.join(' · '),
    messages: prompt.map(({ role, content }) => [role, pool.position(content)]),
    reply: reply === null ? null : pool.position(reply),
    error: errorText(call.error),
  };
}
