import type { EvaluationReport, ReportComparison, ReportPower, ReportRun, ReportStability } from '../core/report.ts';
import { counted } from '../text/counted.ts';
import { intervalText, percentText, pointsText, probabilityText } from '../text/number-text.ts';
import { pairWords } from './report-words.ts';

/** What came out, in one line: the verdict where programs were compared, else the score. */
export function headlineText({ comparisons, variants }: EvaluationReport): string {
  const [comparison] = comparisons;
  if (comparison !== undefined) return verdictText(comparison);
  const [variant] = variants;
  const [score] = variant?.scores ?? [];
  if (variant === undefined || score === undefined) return 'no question was put to a program';
  return `${variant.label}: ${percentText(score.score)} ${score.metric}`;
}

/** The comparison in one sentence. */
export function verdictText({ verdict, baseline, candidate }: ReportComparison): string {
  if (verdict === 'inconclusive') return `inconclusive: these questions cannot tell ${candidate} from ${baseline}`;
  return `${candidate} is ${verdict} than ${baseline}`;
}

/** What the verdict rests on. */
export function evidenceText(comparison: ReportComparison): string {
  const { difference, interval, test, pValue } = comparison;
  return [
    `${pointsText(difference)} points`,
    intervalText(interval, pointsText),
    `${test} ${probabilityText(pValue)}`,
    changesText(comparison),
  ].join(', ');
}

/** `3 gained, 1 lost`, and where there are any, `2 left unanswered by the server`. */
export function changesText({ pairs, test, leftOut }: ReportComparison): string {
  const words = pairWords(test === 'paired permutation');
  const changes = `${pairs.gained} ${words.gained}, ${pairs.lost} ${words.lost}`;
  return leftOut === 0 ? changes : `${changes}, ${leftOut} left unanswered by the server`;
}

/** What so many questions can show. */
export function powerText({ questions, power, significance, detectableGain }: ReportPower): string {
  const subject = `${counted(questions, 'question')} ${questions === 1 ? 'shows' : 'show'}`;
  const chance = `${Math.round(100 * power)} % of the time (at p < ${significance})`;
  if (detectableGain === null) return `${subject} no gain ${chance}, however large`;
  return `${subject} a gain of ${detectableGain.toFixed(1)} points or more ${chance}`;
}

/** What was measured, with what and when. */
export function runText({ data, languageModel, samples, shard, startedAt, seconds, tool }: ReportRun): string {
  return [
    `${counted(data.questions, 'question')} of ${data.name}`,
    ...data.filters,
    ...(samples === 1 ? [] : [`${samples} samples each`]),
    ...(shard === null ? [] : [`shard ${shard.index} of ${shard.count}`]),
    languageModel,
    ...(startedAt === null ? [] : [`${startedAt.slice(0, 16).replace('T', ' ')} UTC`]),
    ...(seconds === null ? [] : [`${Number(seconds.toPrecision(3))} s`]),
    tool,
  ].join(' · ');
}

/** Where the spread of a score comes from. */
export function stabilityText(stability: ReportStability): string {
  const { samples, standardError, unstable } = stability;
  return [
    `standard error ${standardError.toFixed(2)} points over ${samples} samples`,
    `${samplingShareText(stability)} of the variance comes from sampling, the rest from the choice of questions`,
    `the score of ${counted(unstable.length, 'question')} changes from sample to sample`,
  ].join('; ');
}

/** How much of the variance comes from sampling: `25 %`. */
export function samplingShareText({ samplingVariance, questionVariance }: ReportStability): string {
  const total = samplingVariance + questionVariance;
  return `${Math.round(total === 0 ? 0 : (100 * samplingVariance) / total)} %`;
}
