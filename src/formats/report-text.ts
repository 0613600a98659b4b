import type { EvaluationReport, ReportComparison, ReportPower, ReportRun, ReportStability } from '../core/report.ts';
import type { Interval } from '../stats/interval.ts';
import { percentText, pointsText, probabilityText } from '../text/number-text.ts';
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
  const { difference, interval, test, pValue, pairs } = comparison;
  const words = pairWords(test === 'paired permutation');
  return [
    `${pointsText(difference)} points`,
    intervalText(interval, pointsText),
    `${test} ${probabilityText(pValue)}`,
    `${pairs.gained} ${words.gained}, ${pairs.lost} ${words.lost}${leftOutText(comparison)}`,
  ].join(', ');
}

/** `, 2 left unanswered by the server`; empty when every question was answered on both sides. */
export function leftOutText({ leftOut }: ReportComparison): string {
  return leftOut === 0 ? '' : `, ${leftOut} left unanswered by the server`;
}

/** `95 % interval 30.1 to 54.3`, each bound as `text` writes it. */
export function intervalText({ low, high, confidence }: Interval, text: (bound: number) => string): string {
  return `${Math.round(100 * confidence)} % interval ${text(low)} to ${text(high)}`;
}

/** What so many questions can show. */
export function powerText({ questions, power, significance, detectableGain }: ReportPower): string {
  const chance = `with a chance of ${Math.round(100 * power)} % (at p < ${significance})`;
  if (detectableGain === null) return `${questions} questions are too few to show any gain ${chance}.`;
  return `${questions} questions show a gain of ${detectableGain.toFixed(1)} points or more ${chance}.`;
}

/** What was measured, with what and when. */
export function runText({ data, languageModel, samples, shard, startedAt, seconds, tool }: ReportRun): string {
  return [
    `${data.questions} questions of ${data.name}`,
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
  const { samples, samplingVariance, questionVariance, standardError, unstable } = stability;
  const total = samplingVariance + questionVariance;
  const share = total === 0 ? 0 : (100 * samplingVariance) / total;
  return [
    `standard error ${standardError.toFixed(2)} points over ${samples} samples`,
    `${share.toFixed(0)} % of the variance comes from sampling, the rest from the choice of questions`,
    `${unstable.length} questions change their score from sample to sample`,
  ].join('; ');
}
