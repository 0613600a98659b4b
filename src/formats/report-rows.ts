import type { EvaluationReport, ReportPairs, ReportRow, ReportVariant } from '../core/report.ts';
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

/** What became of each question, by its index, from the first variant to the last by the first metric; empty for a single variant. */
export function changesOf({ variants }: EvaluationReport): ReadonlyMap<number, Change> {
  const [first] = variants;
  const last = variants.at(-1);
  if (first === undefined || last === undefined || first === last) return new Map();
  const before = meanScores(first);
  const after = meanScores(last);
  const changes = [...after].flatMap(([index, score]): [number, Change][] => {
    const earlier = before.get(index);
    return earlier === undefined ? [] : [[index, changeOf(earlier, score)]];
  });
  return new Map(changes);
}

function changeOf(before: number, after: number): Change {
  if (after > before) return 'gained';
  if (after < before) return 'lost';
  return after > 0 ? 'bothRight' : 'bothWrong';
}

/** By question, over its samples. */
function meanScores({ rows }: ReportVariant): ReadonlyMap<number, number> {
  const sums = new Map<number, { readonly sum: number; readonly samples: number }>();
  for (const { index, scores } of rows) {
    const { sum, samples } = sums.get(index) ?? { sum: 0, samples: 0 };
    sums.set(index, { sum: sum + Number(scores[0]?.value ?? 0), samples: samples + 1 });
  }
  return new Map([...sums].map(([index, { sum, samples }]) => [index, sum / samples]));
}
