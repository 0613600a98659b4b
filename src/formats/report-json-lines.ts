import type { EvaluationReport } from '../core/report.ts';
import { writePythonJson } from '../python/json.ts';
import { plainValue } from '../python/plain-value.ts';

/**
 * The rows of all variants, one JSON object per line with the variant's label in front: all of the evidence, prompts and replies
 * included, for `jq` and notebooks. Metric names come with every line, so that it can be read by itself.
 */
export function reportJsonLines({ run, variants }: EvaluationReport): string {
  const rows = variants.flatMap(({ label, rows }) =>
    rows.map(({ scores, ...row }) => ({
      variant: label,
      ...row,
      scores: scores.map((score, position) => ({ metric: run.metrics[position] ?? null, ...score })),
    })),
  );
  return rows.map((row) => `${writePythonJson(plainValue(row))}\n`).join('');
}
