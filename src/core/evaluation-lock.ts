import type { Fields } from './fields.ts';
import type { Gate, InconclusivePolicy } from './gate.ts';

/** What people agreed on: the demands, and everything that must stay as it is for a score to mean the same. */
export interface EvaluationLock {
  readonly gates: readonly Gate[];
  /** What an inconclusive gate counts as. */
  readonly policy: InconclusivePolicy;
  /** Null where nothing is compared with. */
  readonly baseline: LockedFile | null;
  readonly facts: LockedFacts;
}

export interface LockedFile {
  /** Relative to the folder of the lock file, with forward slashes. */
  readonly path: string;
  /** SHA-256 in hex of its text. */
  readonly digest: string;
}

/** What is measured, on what; not which model answers, for that is what people change. */
export interface LockedFacts {
  /** By name, in order. */
  readonly metrics: readonly string[];
  /** Settings of the metrics and of the model that judges, by dotted key. */
  readonly metricSettings: Fields;
  readonly data: LockedData;
  /** Null for programs that fetch no passages. */
  readonly index: LockedIndex | null;
  readonly programs: readonly LockedProgram[];
}

export interface LockedData {
  readonly questions: number;
  /** SHA-256 in hex of the questions with their answers, in order. */
  readonly digest: string;
}

export interface LockedIndex {
  readonly points: number;
  /** SHA-256 in hex over the ids of all points; null when they were not all looked at. */
  readonly digest: string | null;
  /** Null where passages are not found by vectors. */
  readonly embeddingModel: string | null;
}

export interface LockedProgram {
  readonly label: string;
  /** SHA-256 in hex of fields, instructions, demos and passages per question. */
  readonly digest: string;
}
