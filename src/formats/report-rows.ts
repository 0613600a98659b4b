import { pairScores, type ScorePair } from '../core/question-scores.ts';
import type { EvaluationReport, ReportPairs } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import { valueText } from './value-text.ts';

/** What was asked: the field `question`, else all inputs. */
export function questionOf({ inputs }: ReportRow): string {
  const { question } = inputs;
  if (question !== undefined) return valueText(question);
  return Object.entries(inputs)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join('\n');
}

/** The answers that count as right, one per line; empty when the example names none. */
export function expectedOf({ expected: { answer } }: ReportRow): string {
  return answer === undefined ? '' : valueText(answer);
}

/** What the program answered: the field `answer`, else the last one; empty when the run failed. */
export function answerOf({ prediction }: ReportRow): string {
  if (prediction === null) return '';
  const answer = prediction.answer ?? Object.values(prediction).at(-1) ?? null;
  return answer === null ? '' : valueText(answer);
}

export type Change = keyof ReportPairs;

/**
 * What became of each question, by its id, from the first variant to the last by the first metric: of those that a comparison counts.
 * Empty for a single variant.
 */
export function changesOf({ variants }: EvaluationReport): ReadonlyMap<string, Change> {
  const [first] = variants;
  const last = variants.at(-1);
  if (first === undefined || last === undefined || first === last) return new Map();
  return new Map(pairScores(first.rows, last.rows).pairs.map((pair) => [pair.id, changeOf(pair)]));
}

function changeOf({ before, after }: ScorePair): Change {
  if (after > before) return 'gained';
  if (after < before) return 'lost';
  return after > 0 ? 'bothRight' : 'bothWrong';
}
