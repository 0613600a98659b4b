import type { AnswerForm, Diagnosis, Outcome } from '../core/outcome.ts';
import type { ReportPairs } from '../core/report.ts';

/** How reports for people name the ways in which a question ends. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  correct: 'correct',
  wrong: 'wrong',
  'retrieval-empty': 'nothing retrieved',
  unparsable: 'reply not in the format',
  truncated: 'reply cut off',
  refused: 'refused',
  'prompt-too-long': 'prompt too long',
  transport: 'server failed',
  timeout: 'no reply in time',
  'metric-failed': 'metric could not judge',
};

/** How they name the causes of a miss. */
export const DIAGNOSIS_WORDS: Readonly<Record<Diagnosis, string>> = {
  'not-in-corpus': 'answer not in the corpus',
  'not-retrieved': 'in the corpus, not retrieved',
  'not-used': 'retrieved, not used',
  'wrong-form': 'right content, wrong form',
  undecidable: 'the text cannot tell',
};

/** How they name what is wrong with the form of an answer. */
export const FORM_WORDS: Readonly<Record<AnswerForm, string>> = {
  longer: 'words around the answer',
  shorter: 'a part of the answer',
  order: 'words in another order',
  accents: 'other accents',
  spacing: 'other spaces or signs',
  number: 'number in words or digits',
  format: 'not in the format of the prompt',
};

/** How they name what became of a question from one program to the other. */
export function pairWords(isGraded: boolean): Readonly<Record<keyof ReportPairs, string>> {
  if (isGraded) return { gained: 'improved', lost: 'fell', bothRight: 'the same', bothWrong: 'the same at 0' };
  return { gained: 'gained', lost: 'lost', bothRight: 'both right', bothWrong: 'both wrong' };
}
