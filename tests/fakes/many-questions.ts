import type { EvaluationReport } from '../../src/core/report.ts';
import { evaluationReport, reportRow } from './evaluation-report.ts';

/** A report on one program; the later the question, the slower it was and the fewer tokens it took. */
export function manyQuestions(count: number): EvaluationReport {
  const report = evaluationReport({ comparisons: [] });
  const rows = Array.from({ length: count }, (_, index) =>
    reportRow({
      id: `q${index}`,
      index,
      durationMs: 100 + index,
      usage: { promptTokens: 1000 - index, completionTokens: 10 },
    }),
  );
  return { ...report, variants: report.variants.slice(0, 1).map((variant) => ({ ...variant, rows })) };
}
