import { RagError } from '../core/errors.ts';
import type { ReportComparison, ReportPairs, ReportRow } from '../core/report.ts';
import { pythonRound } from '../python/round.ts';
import { questionsForDifference } from '../stats/detectable-difference.ts';
import { questionsNeeded } from '../stats/detectable-gain.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { pairedBootstrap } from '../stats/paired-bootstrap.ts';
import { pairedPermutation } from '../stats/paired-permutation.ts';
import { isGraded, type QuestionScores, questionScores } from './question-scores.ts';

/** The evidence is the same for the same rows: every resample is drawn with this seed. */
const SEED = 0;
const CONFIDENCE = 0.95;

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
 * graded ones, to which the means of repeated samples belong). Questions are paired by id.
 *
 * The verdict is `inconclusive` unless that probability is below 0.05. Pure.
 *
 * @throws RagError REPORT_MISMATCH unless both sides have the same questions
 */
export function compareVariants(metric: string, baseline: Compared, candidate: Compared): ReportComparison {
  const pairs = pairsOf(baseline, candidate);
  const differences = pairs.map(([before, after]) => after.mean - before.mean);
  const difference = pythonRound((100 * sum(differences)) / differences.length, 2);
  const graded = isGraded(pairs.flat());
  const counts = countPairs(pairs);
  const pValue = graded ? pairedPermutation(differences, { seed: SEED }).pValue : mcnemar(counts.gained, counts.lost);
  const { low, high, confidence } = pairedBootstrap(differences, { seed: SEED, confidence: CONFIDENCE });
  return {
    metric,
    baseline: baseline.label,
    baselineFile: baseline.file,
    candidate: candidate.label,
    questions: pairs.length,
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

/** Candidate minus baseline for every question, as shares. */
export function differencesOf(baseline: Compared, candidate: Compared): readonly number[] {
  return pairsOf(baseline, candidate).map(([before, after]) => after.mean - before.mean);
}

type Pair = readonly [QuestionScores, QuestionScores];

function pairsOf(baseline: Compared, candidate: Compared): readonly Pair[] {
  const before = questionScores(baseline.rows, 0);
  const after = new Map(questionScores(candidate.rows, 0).map((scores) => [scores.id, scores]));
  const pairs = before.flatMap((scores): Pair[] => {
    const partner = after.get(scores.id);
    return partner === undefined ? [] : [[scores, partner]];
  });
  if (pairs.length === before.length && pairs.length === after.size && pairs.length > 0) return pairs;
  throw new RagError(
    'REPORT_MISMATCH',
    `"${baseline.label}" was asked ${before.length} questions and "${candidate.label}" ${after.size}, of which ${pairs.length} are the same`,
    { hint: 'compare evaluations of the same questions', details: { baseline: baseline.file } },
  );
}

function countPairs(pairs: readonly Pair[]): ReportPairs {
  const count = (test: (before: number, after: number) => boolean) =>
    pairs.filter(([before, after]) => test(before.mean, after.mean)).length;
  return {
    gained: count((before, after) => after > before),
    lost: count((before, after) => after < before),
    bothRight: count((before, after) => after === before && after > 0),
    bothWrong: count((before, after) => after === before && after === 0),
  };
}

function verdictOf(difference: number, pValue: number): ReportComparison['verdict'] {
  if (pValue >= 1 - CONFIDENCE || difference === 0) return 'inconclusive';
  return difference > 0 ? 'better' : 'worse';
}

function neededFor(differences: readonly number[], graded: boolean): number | null {
  const mean = sum(differences) / differences.length;
  if (mean === 0) return null;
  if (graded) return questionsForDifference(mean, { deviation: deviationOf(differences) });
  const discordance = differences.filter((difference) => difference !== 0).length / differences.length;
  return questionsNeeded(mean, { discordance });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
