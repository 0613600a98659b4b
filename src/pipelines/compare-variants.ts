import { RagError } from '../core/errors.ts';
import { isGraded, pairScores, type ScorePair } from '../core/question-scores.ts';
import type { ReportComparison, ReportPairs } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import { pythonRound } from '../python/round.ts';
import { questionsForDifference } from '../stats/detectable-difference.ts';
import { questionsNeeded } from '../stats/detectable-gain.ts';
import { fewestQuestions } from '../stats/fewest-questions.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { pairedBootstrap } from '../stats/paired-bootstrap.ts';
import { pairedPermutation } from '../stats/paired-permutation.ts';

/** The evidence is the same for the same rows: every resample is drawn with this seed. */
const SEED = 0;
const CONFIDENCE = 0.95;
/** A verdict needs a probability below it. */
export const SIGNIFICANCE = 0.05;

/** One side of a comparison. */
export interface Compared {
  readonly label: string;
  /** The report it was read from; null for a variant of this run. */
  readonly file: string | null;
  readonly rows: readonly ReportRow[];
}

/**
 * What separates two variants on the same questions by their first metric: the difference of the means, its bootstrap interval, and the
 * probability of a difference at least as large if neither were better (exact McNemar for right-or-wrong scores, paired permutation for
 * graded ones, to which the means of repeated samples belong). Questions are paired by id; one that the server left unanswered on
 * either side counts for neither.
 *
 * The verdict is `inconclusive` unless that probability is below 0.05. Null when no question is left. Pure.
 *
 * @throws RagError REPORT_MISMATCH unless both sides have the same questions
 */
export function compareVariants(metric: string, baseline: Compared, candidate: Compared): ReportComparison | null {
  refuseOthers(baseline, candidate);
  const { pairs, leftOut } = pairScores(baseline.rows, candidate.rows);
  if (pairs.length === 0) return null;
  const differences = pairs.map(differenceOf);
  const difference = pythonRound((100 * sum(differences)) / differences.length, 2);
  const graded = isGraded(pairs.flatMap(({ before, after }) => [before, after]));
  const counts = countPairs(pairs);
  const pValue = graded ? pairedPermutation(differences, { seed: SEED }).pValue : mcnemar(counts.gained, counts.lost);
  const { low, high, confidence } = pairedBootstrap(differences, { seed: SEED, confidence: CONFIDENCE });
  return {
    metric,
    baseline: baseline.label,
    baselineFile: baseline.file,
    candidate: candidate.label,
    questions: pairs.length,
    leftOut,
    difference,
    interval: { low: pythonRound(100 * low, 2), high: pythonRound(100 * high, 2), confidence },
    test: graded ? 'paired permutation' : 'exact McNemar',
    pValue,
    verdict: verdictOf(difference, pValue),
    pairs: counts,
    questionsNeeded: neededFor(differences, graded),
  };
}

/** Standard deviation of the differences between two variants, question by question, as shares. */
export function deviationOf(differences: readonly number[]): number {
  const mean = sum(differences) / differences.length;
  const squares = sum(differences.map((difference) => (difference - mean) ** 2));
  return Math.sqrt(squares / Math.max(1, differences.length - 1));
}

/** Candidate minus baseline, as shares, for every question that both answered. */
export function differencesOf(baseline: Compared, candidate: Compared): readonly number[] {
  return pairScores(baseline.rows, candidate.rows).pairs.map(differenceOf);
}

function differenceOf({ before, after }: ScorePair): number {
  return after - before;
}

function refuseOthers(baseline: Compared, candidate: Compared): void {
  const [before, after] = [baseline, candidate].map(({ rows }) => new Set(rows.map(({ id }) => id)));
  const common = [...(before ?? [])].filter((id) => after?.has(id));
  if (common.length === before?.size && common.length === after?.size && common.length > 0) return;
  throw new RagError(
    'REPORT_MISMATCH',
    `"${baseline.label}" was asked ${before?.size} questions and "${candidate.label}" ${after?.size}, of which ${common.length} are the same`,
    { hint: 'compare evaluations of the same questions', details: { baseline: baseline.file } },
  );
}

function countPairs(pairs: readonly ScorePair[]): ReportPairs {
  const count = (test: (before: number, after: number) => boolean) =>
    pairs.filter(({ before, after }) => test(before, after)).length;
  return {
    gained: count((before, after) => after > before),
    lost: count((before, after) => after < before),
    bothRight: count((before, after) => after === before && after > 0),
    bothWrong: count((before, after) => after === before && after === 0),
  };
}

function verdictOf(difference: number, pValue: number): ReportComparison['verdict'] {
  if (pValue >= SIGNIFICANCE || difference === 0) return 'inconclusive';
  return difference > 0 ? 'better' : 'worse';
}

/** No fewer than a test can find anything on, which the formulas for large numbers do not know. */
function neededFor(differences: readonly number[], graded: boolean): number | null {
  const mean = sum(differences) / differences.length;
  if (mean === 0) return null;
  const fewest = fewestQuestions(SIGNIFICANCE);
  if (graded) return Math.max(fewest, questionsForDifference(mean, { deviation: deviationOf(differences) }));
  const discordance = differences.filter((difference) => difference !== 0).length / differences.length;
  return Math.max(fewest, questionsNeeded(mean, { discordance }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
