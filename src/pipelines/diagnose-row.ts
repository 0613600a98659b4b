import type { AnswerForm, Diagnosis, Outcome } from '../core/outcome.ts';
import { answerForm, isVerdict } from '../text/answer-form.ts';
import { answerTokens, containsAnyRun } from '../text/token-runs.ts';

export interface Miss {
  readonly outcome: Outcome;
  /** Accepted ones. */
  readonly answers: readonly string[];
  /** What the program gave as its answer; null when there is none. */
  readonly predicted: string | null;
  /** The last reply as the model sent it. */
  readonly reply: string | null;
  readonly inCorpus: boolean | null;
  /** Null for a program that fetches none. */
  readonly inPassages: boolean | null;
}

export interface Cause {
  readonly diagnosis: Diagnosis | null;
  readonly form: AnswerForm | null;
}

const NONE: Cause = { diagnosis: null, form: null };

/** Outcomes that leave nothing to look at, or nothing to explain. */
const UNEXPLAINED: ReadonlySet<Outcome> = new Set([
  'correct',
  'transport',
  'timeout',
  'prompt-too-long',
  'metric-failed',
]);

/** Why a row is not correct: the first link that broke on the way from corpus to answer, seen from the answer's end. */
export function diagnoseRow({ outcome, answers, predicted, reply, inCorpus, inPassages }: Miss): Cause {
  if (UNEXPLAINED.has(outcome) || answers.length === 0) return NONE;
  const form = predicted === null ? formOfReply(reply, answers) : formOfAnswer(predicted, answers);
  if (form !== null) return { diagnosis: 'wrong-form', form };
  if (answers.every(isVerdict)) return { diagnosis: 'undecidable', form: null };
  if (inPassages === null) return NONE;
  if (inPassages) return { diagnosis: 'not-used', form: null };
  if (inCorpus === null) return { diagnosis: 'undecidable', form: null };
  return { diagnosis: inCorpus ? 'not-retrieved' : 'not-in-corpus', form: null };
}

function formOfAnswer(predicted: string, answers: readonly string[]): AnswerForm | null {
  return answers.map((answer) => answerForm(predicted, answer)).find((form) => form !== null) ?? null;
}

function formOfReply(reply: string | null, answers: readonly string[]): AnswerForm | null {
  return reply !== null && occursIn([reply], answers) === true ? 'format' : null;
}

/** True when a text contains an accepted answer, false when none does, null when text cannot tell (see `isVerdict`). */
export function occursIn(texts: readonly string[], answers: readonly string[]): boolean | null {
  const runs = answers.filter((answer) => !isVerdict(answer)).map(answerTokens);
  if (runs.length === 0) return null;
  return texts.some((text) => containsAnyRun(text, runs));
}
