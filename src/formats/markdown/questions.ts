import type { EvaluationReport, ReportVariant } from '../../core/report.ts';
import type { ReportRow } from '../../core/report-row.ts';
import { answerOf, changesOf, expectedOf, questionOf } from '../report-rows.ts';
import { DIAGNOSIS_WORDS, OUTCOME_WORDS, pairWords } from '../report-words.ts';
import { markdownTable } from './markup.ts';

/** So many questions are listed at most: the summary of a step on GitHub holds a megabyte. */
const MOST_QUESTIONS = 100;
/** So much is shown of a text. */
const MOST_CHARACTERS = 200;

/** The questions worth looking at, folded away: those that changed between two programs, else those not answered right. */
export function questionList(report: EvaluationReport): string | null {
  return folded(report.variants.length > 1 ? changedRows(report) : missedRows(report));
}

/** The questions whose samples differ in score, folded away; null when none do. */
export function unstableList({ variants }: EvaluationReport): string | null {
  return folded({
    title: 'unstable questions',
    titles: ['program', 'id', 'question', 'expected', 'scores'],
    rows: variants.flatMap(unstableRows),
  });
}

interface Listed {
  readonly title: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function folded({ title, titles, rows }: Listed): string | null {
  if (rows.length === 0) return null;
  const shown = rows.slice(0, MOST_QUESTIONS);
  const rest = rows.length - shown.length;
  return [
    `<details><summary>${title}: ${rows.length}</summary>`,
    markdownTable(
      titles,
      shown.map((row) => row.map(short)),
    ),
    ...(rest === 0 ? [] : [`and ${rest} more`]),
    '</details>',
  ].join('\n\n');
}

function unstableRows({ label, stability, rows }: ReportVariant): string[][] {
  const wanted = new Map<string, ReportRow[]>((stability?.unstable ?? []).map((id) => [id, []]));
  for (const row of rows) wanted.get(row.id)?.push(row);
  return [...wanted].flatMap(([id, samples]) => {
    const [first] = samples;
    const scores = samples.map(({ scores: [score] }) => Number(Number(score?.value ?? 0).toFixed(2))).join(', ');
    return first === undefined ? [] : [[label, id, questionOf(first), expectedOf(first), scores]];
  });
}

function changedRows(report: EvaluationReport): Listed {
  const { variants, comparisons } = report;
  const words = pairWords(comparisons[0]?.test === 'paired permutation');
  const changes = [...changesOf(report)].filter(([, change]) => change === 'gained' || change === 'lost');
  const answers = variants.map(({ rows }) => new Map(rows.map((row) => [row.id, row])));
  const rows = changes.map(([id, change]) => {
    const found = answers.map((byId) => byId.get(id)).filter((row) => row !== undefined);
    const [first] = found;
    const about = first === undefined ? ['', ''] : [questionOf(first), expectedOf(first)];
    return [words[change], ...about, ...found.map(answerText)];
  });
  return {
    title: 'questions that changed',
    titles: ['change', 'question', 'expected', ...variants.map(({ label }) => label)],
    rows,
  };
}

function missedRows({ variants: [variant] }: EvaluationReport): Listed {
  const missed = (variant?.rows ?? []).filter(({ outcome }) => outcome !== 'correct');
  return {
    title: 'questions not answered right',
    titles: ['question', 'expected', 'answer', 'cause'],
    rows: missed.map((row) => [questionOf(row), expectedOf(row), answerText(row), causeOf(row)]),
  };
}

function answerText(row: ReportRow): string {
  return row.error === null ? answerOf(row) : row.error.code;
}

function causeOf({ diagnosis, outcome }: ReportRow): string {
  return diagnosis === null ? OUTCOME_WORDS[outcome] : DIAGNOSIS_WORDS[diagnosis];
}

function short(text: string): string {
  const characters = Array.from(text);
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : text;
}
