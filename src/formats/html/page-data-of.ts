import type { EvaluationReport } from '../../core/report.ts';
import type { ReportRow } from '../../core/report-row.ts';
import type { PageData, PageQuestion } from '../../page/page-data.ts';
import { changesOf, expectedOf, questionOf } from '../report-rows.ts';
import { pairWords } from '../report-words.ts';
import { pageResult, type TextPool } from './page-result.ts';

/** The questions of a report with all their evidence, for the script of its page. */
export function pageDataOf(report: EvaluationReport): PageData {
  const { variants, comparisons } = report;
  const pool = textPool();
  const changes = changesOf(report);
  const words = pairWords(comparisons.some(({ test }) => test === 'paired permutation'));
  const questions = rowsByQuestion(report).map(([first, ...others]): PageQuestion => {
    const change = changes.get(first.row.id);
    return {
      id: first.row.id,
      question: questionOf(first.row),
      expected: expectedOf(first.row),
      change: change === undefined ? '' : words[change],
      results: [first, ...others].map(({ row, program }) => pageResult(row, { program, run: report.run, pool })),
    };
  });
  return { texts: pool.texts, programs: variants.map(({ label }) => label), questions };
}

interface Placed {
  readonly row: ReportRow;
  /** Position of its variant. */
  readonly program: number;
}

/** In the order of the data set; each question's rows in order of variant and sample. */
function rowsByQuestion({ variants }: EvaluationReport): [Placed, ...Placed[]][] {
  const questions = new Map<number, [Placed, ...Placed[]]>();
  for (const [program, { rows }] of variants.entries()) {
    for (const row of rows) {
      const known = questions.get(row.index);
      if (known === undefined) questions.set(row.index, [{ row, program }]);
      else known.push({ row, program });
    }
  }
  return [...questions].sort(([left], [right]) => left - right).map(([, rows]) => rows);
}

function textPool(): TextPool & { readonly texts: readonly string[] } {
  const texts: string[] = [];
  const positions = new Map<string, number>();
  return {
    texts,
    position: (text) => {
      const position = positions.get(text) ?? texts.push(text) - 1;
      positions.set(text, position);
      return position;
    },
  };
}
