/** How a question ended, in the order in which reports list it. */
export const OUTCOMES = [
  /** The score reached the metric's threshold. */
  'correct',
  /** Answered, and judged to be wrong. */
  'wrong',
  /** Answered without a single passage, and judged to be wrong. */
  'retrieval-empty',
  /** The reply was not in the format the prompt asked for. */
  'unparsable',
  /** The reply was cut off at the model's limit. */
  'truncated',
  /** The model, or a filter before it, would not answer. */
  'refused',
  /** The prompt did not fit into the model's context. */
  'prompt-too-long',
  /** The server failed, or its reply was lost. */
  'transport',
  /** No reply in time. */
  'timeout',
  /** Answered, but the metric could not judge the answer. */
  'metric-failed',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

const JUDGED: ReadonlySet<Outcome> = new Set(['correct', 'wrong', 'retrieval-empty']);

/** True when the question has no judged answer: its score is 0 for want of a better number. */
export function isFailure(outcome: Outcome): boolean {
  return !JUDGED.has(outcome);
}

const OWED: ReadonlySet<Outcome> = new Set(['transport', 'timeout']);

/** True when the server owes the answer: the row says nothing about the program, unlike a reply that could not be read. */
export function isOwed(outcome: Outcome): boolean {
  return OWED.has(outcome);
}

/** Why an answer is not right, in the order in which the causes lie on the way from corpus to answer. */
export const DIAGNOSES = [
  /** No chunk of the collection contains an accepted answer. */
  'not-in-corpus',
  /** Some chunk contains it, none of the passages does. */
  'not-retrieved',
  /** A passage contains it, the prediction does not. */
  'not-used',
  /** The prediction says it, in a form that the metric does not accept. */
  'wrong-form',
  /** Text cannot tell: the answer is yes, no, or nothing but punctuation. */
  'undecidable',
] as const;

export type Diagnosis = (typeof DIAGNOSES)[number];

/** In which way a prediction differs from an accepted answer that it holds all the same. */
export const FORMS = [
  /** Words around the answer. */
  'longer',
  /** A part of the answer. */
  'shorter',
  /** The same words in another order. */
  'order',
  /** The same letters without their accents, or with others. */
  'accents',
  /** The same letters and digits with other white space or signs between them. */
  'spacing',
  /** A number in words, or the other way round. */
  'number',
  /** A reply that holds the answer, but not in the format the prompt asked for. */
  'format',
] as const;

export type AnswerForm = (typeof FORMS)[number];
