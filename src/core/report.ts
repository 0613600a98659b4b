import type { Interval } from '../stats/interval.ts';
import type { Fields } from './fields.ts';
import type { Usage } from './language-model.ts';
import type { AnswerForm, Diagnosis, Outcome } from './outcome.ts';
import type { ReportRow, RowError } from './report-row.ts';

/**
 * All that is known of an evaluation, as plain data: `formats/report-json.ts` writes it and reads it back, other formats render it.
 *
 * Everything that is not in `run` and in the rows can be computed from them again; a merge of shards does.
 */
export interface EvaluationReport {
  readonly run: ReportRun;
  /** In the order in which they were measured: `zero-shot`, `compiled`. */
  readonly variants: readonly ReportVariant[];
  /** The last variant against the first, and against baselines from other reports. */
  readonly comparisons: readonly ReportComparison[];
  readonly power: ReportPower;
  /** What was demanded of the scores; empty when nothing was. */
  readonly gates: readonly ReportGate[];
}

/** What was measured, on what, and with what. */
export interface ReportRun {
  /** `rag 0.1.0` */
  readonly tool: string;
  /** ISO 8601; null where times are left out. */
  readonly startedAt: string | null;
  readonly seconds: number | null;
  /** By name; the first one is compared and gated. */
  readonly metrics: readonly string[];
  readonly languageModel: string;
  readonly embeddingModel: string | null;
  /** Every setting by dotted key, keys and passwords masked. */
  readonly settings: Fields;
  readonly data: ReportData;
  readonly index: ReportIndex | null;
  /** Samples drawn for each question; 1 unless repeats were asked for. */
  readonly samples: number;
  /** Which part of the questions this is; null for all of them. */
  readonly shard: ReportShard | null;
  /** What the scores do not show. */
  readonly caveats: readonly string[];
  /** Why not every question was put to every variant; null when all were. */
  readonly stopped: RowError | null;
}

export interface ReportData {
  readonly name: string;
  /** SHA-256 in hex of the chosen questions with their answers, in order, before they were sharded. */
  readonly digest: string;
  /** How many those are. */
  readonly questions: number;
  /** As given, `type=bridge`. */
  readonly filters: readonly string[];
}

export interface ReportIndex {
  readonly collection: string;
  readonly points: number;
  /** How it was built. */
  readonly metadata: Fields;
  /** SHA-256 in hex over the ids of all points, whatever their order; null when they were not all looked at. */
  readonly digest: string | null;
}

export interface ReportShard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** One program's scores. */
export interface ReportVariant {
  readonly label: string;
  /** The artifact's path; null for a program that was never saved. */
  readonly program: string | null;
  /** SHA-256 in hex of what an optimizer may change: instructions and demos. */
  readonly programDigest: string;
  /** One per metric, in the order of `run.metrics`. */
  readonly scores: readonly ReportScore[];
  /** Rows by outcome, each of `OUTCOMES` present. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Misses by diagnosis, each of `DIAGNOSES` present. */
  readonly diagnoses: Readonly<Record<Diagnosis, number>>;
  /** `wrong-form` misses by form, each of `FORMS` present. */
  readonly forms: Readonly<Record<AnswerForm, number>>;
  /** How often a chunk of the collection contains an accepted answer: what a program can hope for. */
  readonly answerInCorpus: ReportRate | null;
  /** How often a retrieved passage does. */
  readonly answerInPassages: ReportRate | null;
  /** Null where times are left out, or without rows. */
  readonly latency: ReportLatency | null;
  /** Of the program's calls and the judges'. */
  readonly usage: Usage;
  /** In the currency of the configured prices; null without a price for every model used. */
  readonly cost: number | null;
  /** Null unless questions were sampled more than once. */
  readonly stability: ReportStability | null;
  /** In order of question and sample. */
  readonly rows: readonly ReportRow[];
}

/** Percentages have two decimals, rounded as DSPy rounds. */
export interface ReportScore {
  readonly metric: string;
  /** Percent. */
  readonly score: number;
  /** Sum of the row scores, a failed row counting as 0. */
  readonly sum: number;
  /** Number of rows. */
  readonly total: number;
  /** True when some score is neither 0 nor 1. */
  readonly isGraded: boolean;
  /** Percent; Wilson, over the questions. */
  readonly interval: Interval;
  /** Percent: the score if all failed rows had been wrong, and if all had been right. */
  readonly bounds: { readonly low: number; readonly high: number };
}

export interface ReportRate {
  readonly found: number;
  /** Rows for which text can tell; those with yes and no as the answer are left out. */
  readonly of: number;
}

/** Milliseconds a row took, from its question to its score. */
export interface ReportLatency {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Where the spread of the first metric's score comes from, over the questions of which every sample was answered. */
export interface ReportStability {
  readonly samples: number;
  /** Mean variance of the scores of one question, over its samples. */
  readonly samplingVariance: number;
  /** Variance of the questions' true means, sampling taken out; 0 when sampling explains all of it. */
  readonly questionVariance: number;
  /** Standard error of the score in percentage points, with both parts. */
  readonly standardError: number;
  /** Ids of questions whose samples differ in score. */
  readonly unstable: readonly string[];
}

/** Two variants on the same questions, question by question, by the first metric. */
export interface ReportComparison {
  readonly metric: string;
  readonly baseline: string;
  /** The report that the baseline was read from; null when it was measured in the same run. */
  readonly baselineFile: string | null;
  readonly candidate: string;
  /** Those that both sides answered. */
  readonly questions: number;
  /** Questions that count for neither side, because the server owes an answer (`isOwed`). */
  readonly leftOut: number;
  /** Percentage points, candidate minus baseline. */
  readonly difference: number;
  /** Percentage points; paired bootstrap. */
  readonly interval: Interval;
  readonly test: 'exact McNemar' | 'paired permutation';
  /** Of a difference at least this large if neither program were better. */
  readonly pValue: number;
  readonly verdict: 'better' | 'worse' | 'inconclusive';
  /** Questions by what became of them; for graded scores: improved, fell, the same, and the same at 0. */
  readonly pairs: ReportPairs;
  /** How many questions it would take to find a difference of this size; null when there is none. */
  readonly questionsNeeded: number | null;
}

export interface ReportPairs {
  readonly gained: number;
  readonly lost: number;
  readonly bothRight: number;
  readonly bothWrong: number;
}

/** What this number of questions can show. */
export interface ReportPower {
  readonly questions: number;
  /** Chance of finding a gain that is there: 0.8. */
  readonly power: number;
  readonly significance: number;
  /** Percentage points: the smallest gain found with that chance; null when not even the largest possible one would be. */
  readonly detectableGain: number | null;
}

export interface ReportGate {
  /** `min-score`, `no-regression`, `max-failures` */
  readonly name: string;
  /** What was demanded, in words. */
  readonly requirement: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** What was found, in words. */
  readonly explanation: string;
}
