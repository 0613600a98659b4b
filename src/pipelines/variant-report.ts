import { addUsage, NO_USAGE } from '../core/language-model.ts';
import { DIAGNOSES, FORMS, isFailure, isOwed, OUTCOMES } from '../core/outcome.ts';
import { isGraded, questionScores } from '../core/question-scores.ts';
import type { ReportLatency, ReportRate, ReportScore, ReportStability, ReportVariant } from '../core/report.ts';
import type { ReportRow } from '../core/report-row.ts';
import { evaluateScore, sumScores } from '../core/score.ts';
import { pythonRound } from '../python/round.ts';
import { percentile } from '../stats/percentile.ts';
import { varianceParts } from '../stats/variance-parts.ts';
import { wilsonInterval } from '../stats/wilson-interval.ts';
import type { MeasuredVariant } from './evaluate-program.ts';

/** A program's rows, counted: scores with intervals and bounds, causes, times and costs. Pure; at least one row. */
export function variantReport(
  { label, program, programDigest, rows }: Omit<MeasuredVariant, 'stopped'>,
  metrics: readonly string[],
): ReportVariant {
  return {
    label,
    program,
    programDigest,
    scores: metrics.map((metric, position) => scoreReport(rows, metric, position)),
    outcomes: tally(
      OUTCOMES,
      rows.map(({ outcome }) => outcome),
    ),
    diagnoses: tally(
      DIAGNOSES,
      rows.map(({ diagnosis }) => diagnosis),
    ),
    forms: tally(
      FORMS,
      rows.map(({ form }) => form),
    ),
    answerInCorpus: rate(rows.map((row) => row.answerInCorpus)),
    answerInPassages: rate(rows.map((row) => row.answerInPassages)),
    latency: latency(rows),
    usage: rows.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
    cost: rows.reduce<number | null>((sum, { cost }) => (sum === null || cost === null ? null : sum + cost), 0),
    stability: stability(rows),
    rows,
  };
}

function scoreReport(rows: readonly ReportRow[], metric: string, position: number): ReportScore {
  const values = rows.map(({ scores }) => scores[position]?.value ?? 0);
  const { correct: sum } = sumScores(values);
  const questions = questionScores(rows, position);
  const successes = questions.reduce((total, { mean }) => total + mean, 0);
  const { low, high, confidence } = wilsonInterval(Math.min(successes, questions.length), questions.length);
  const failed = rows.map((row) => isFailure(row.outcome) || row.scores[position]?.error !== null);
  const boundIf = (value: number) =>
    evaluateScore(sumScores(values.map((own, index) => (failed[index] === true ? value : own))).correct, rows.length);
  return {
    metric,
    score: evaluateScore(sum, rows.length),
    sum,
    total: rows.length,
    isGraded: isGraded(questions.map(({ mean }) => mean)),
    interval: { low: percent(low), high: percent(high), confidence },
    bounds: { low: boundIf(0), high: boundIf(1) },
  };
}

function percent(share: number): number {
  return pythonRound(100 * share, 2);
}

function tally<Name extends string>(names: readonly Name[], found: readonly (Name | null)[]): Record<Name, number> {
  const counts = names.map((name) => [name, found.filter((one) => one === name).length]);
  // Proof of the cast: there is one entry for each of the names.
  return Object.fromEntries(counts) as Record<Name, number>;
}

/** Null when nothing is known of any row. */
function rate(facts: readonly (boolean | null)[]): ReportRate | null {
  const known = facts.filter((fact) => fact !== null);
  return known.length === 0 ? null : { found: known.filter(Boolean).length, of: known.length };
}

function latency(rows: readonly ReportRow[]): ReportLatency | null {
  const times = rows.flatMap(({ durationMs }) => durationMs ?? []);
  if (times.length === 0) return null;
  return {
    mean: times.reduce((sum, time) => sum + time, 0) / times.length,
    p50: percentile(times, 0.5),
    p90: percentile(times, 0.9),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
  };
}

/** Null when questions were asked once, or (after an early end) not all of them equally often. A server that fails is no instability. */
function stability(rows: readonly ReportRow[]): ReportStability | null {
  const owed = new Set(rows.filter(({ outcome }) => isOwed(outcome)).map(({ id }) => id));
  const answered = rows.filter(({ id }) => !owed.has(id));
  const questions = questionScores(answered, 0);
  const samples = questions[0]?.values.length ?? 0;
  if (samples < 2 || questions.some(({ values }) => values.length !== samples)) return null;
  const { sampling, questions: between, standardError } = varianceParts(questions.map(({ values }) => values));
  return {
    samples,
    samplingVariance: sampling,
    questionVariance: between,
    standardError: 100 * standardError,
    unstable: questions.filter(({ values }) => values.some((value) => value !== values[0])).map(({ id }) => id),
  };
}
