import type { Fields } from './fields.ts';
import type { Message, Usage } from './language-model.ts';
import type { AnswerForm, Diagnosis, Outcome } from './outcome.ts';
import type { Passage } from './retriever.ts';

/** One question, put to one program once: what was asked, what came back, what it scored, and why. */
export interface ReportRow {
  /** Of the example. */
  readonly id: string;
  /** Position among the chosen questions, from 0, before they were sharded. */
  readonly index: number;
  /** From 0. */
  readonly sample: number;
  readonly inputs: Fields;
  /** The example's other fields: its answer, gold titles, … */
  readonly expected: Fields;
  /** Null when the run failed. */
  readonly prediction: Fields | null;
  readonly outcome: Outcome;
  readonly error: RowError | null;
  /** One per metric, in the order of `run.metrics`. */
  readonly scores: readonly RowScore[];
  /** Null when text cannot tell, or the collection was not looked through. */
  readonly answerInCorpus: boolean | null;
  readonly answerInPassages: boolean | null;
  /** Null for correct answers, and for failures without a reply. */
  readonly diagnosis: Diagnosis | null;
  /** Null unless the diagnosis is `wrong-form`. */
  readonly form: AnswerForm | null;
  readonly passages: readonly Passage[];
  readonly calls: readonly ReportCall[];
  /** Of all calls. */
  readonly usage: Usage;
  readonly cost: number | null;
  readonly durationMs: number | null;
}

export interface RowError {
  readonly code: string;
  readonly message: string;
}

export interface RowScore {
  /** 0 for a failed row, as DSPy's failure_score, and where the metric failed. */
  readonly value: number | boolean;
  /** Why the metric could not judge this row; null when it did, and for a row that failed before. */
  readonly error: string | null;
}

/** One request to a language model, successful or not. */
export interface ReportCall {
  /** The metric's name for a judge's call; null for a call of the program. */
  readonly judge: string | null;
  readonly predictor: string;
  readonly adapter: string;
  readonly model: string;
  readonly prompt: readonly Message[];
  /** As the model sent it; null when the request failed. */
  readonly reply: string | null;
  readonly finishReason: string | null;
  /** True when the response cache held the reply. */
  readonly cached: boolean;
  readonly usage: Usage;
  readonly error: RowError | null;
}
