import { invariantBroken } from '../core/errors.ts';
import type { Comparison, Evaluation } from '../core/evaluation.ts';
import { pythonRound } from '../python/round.ts';
import { mcnemar } from '../stats/mcnemar.ts';
import { pairedBootstrap } from '../stats/paired-bootstrap.ts';
import { pairedPermutation } from '../stats/paired-permutation.ts';

/** The evidence is the same for the same rows: every resample is drawn with this seed. */
const SEED = 0;
const CONFIDENCE = 0.95;

/**
 * What separates two evaluations of the same questions: the difference of the means, its bootstrap interval, and the probability of a
 * difference at least as large if neither were better (exact McNemar for right-or-wrong metrics, paired permutation for graded ones).
 *
 * The verdict is `inconclusive` unless that probability is below 0.05. Pure.
 */
export function compareEvaluations(baseline: Evaluation, candidate: Evaluation): Comparison {
  const differences = pairedDifferences(baseline, candidate);
  const difference = pythonRound(candidate.score - baseline.score, 2);
  const gained = differences.filter((difference) => difference > 0).length;
  const lost = differences.filter((difference) => difference < 0).length;
  const isGraded = [...baseline.rows, ...candidate.rows].some(
    ({ score }) => Number(score) !== 0 && Number(score) !== 1,
  );
  const pValue = isGraded ? pairedPermutation(differences, { seed: SEED }).pValue : mcnemar(gained, lost);
  const { low, high, confidence } = pairedBootstrap(differences, { seed: SEED, confidence: CONFIDENCE });
  return {
    baseline: baseline.label,
    candidate: candidate.label,
    difference,
    interval: { low: 100 * low, high: 100 * high, confidence },
    test: isGraded ? 'paired permutation' : 'exact McNemar',
    pValue,
    verdict: verdictOf(difference, pValue),
    gained,
    lost,
  };
}

function verdictOf(difference: number, pValue: number): Comparison['verdict'] {
  if (pValue >= 1 - CONFIDENCE) return 'inconclusive';
  return difference > 0 ? 'better' : 'worse';
}

function pairedDifferences(baseline: Evaluation, candidate: Evaluation): number[] {
  return baseline.rows.map((row, index) => {
    const other = candidate.rows[index];
    if (other?.example.id !== row.example.id) throw invariantBroken('the evaluations are not of the same questions');
    return Number(other.score) - Number(row.score);
  });
}
