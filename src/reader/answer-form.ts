import { readQuestion } from './question.ts';

/** A question with the answer someone gave to it. */
export interface AnswerExample {
  readonly question: string;
  readonly answer: string;
}

/** How answers are to look. */
export interface AnswerForm {
  /** A few words instead of the sentence they stand in. */
  readonly isShort: boolean;
  /** Persons by the name their passage opens with, `John Townes Van Zandt`, instead of its title. */
  readonly hasFullNames: boolean;
  /** `1966` where the passage has `July 16, 1966`. */
  readonly hasYearsOnly: boolean;
  /** `25 laps` instead of `25`. */
  readonly hasUnits: boolean;
  /** `The Waltz King` instead of `Waltz King`. */
  readonly hasArticles: boolean;
  /** `Yes` instead of `yes`. */
  readonly hasCapitals: boolean;
}

const LONGEST_SHORT = 5;

/**
 * The form that examples have; without any a whole sentence. Where they say nothing, the form that is most often right.
 */
export function formOf(examples: readonly AnswerExample[]): AnswerForm {
  const answers = examples.map(({ answer }) => answer.trim());
  const names = answersTo(examples, 'person');
  const dates = answersTo(examples, 'date');
  const numbers = answersTo(examples, 'number');
  return {
    isShort: answers.length > 0 && median(answers.map(wordCount)) <= LONGEST_SHORT,
    hasFullNames: names.length < 2 || names.some((name) => wordCount(name) > 2),
    hasYearsOnly: isMost(dates, /^\d{4}$/),
    hasUnits: isMost(numbers, /\d.*\s\p{L}/u),
    hasArticles: answers.some((answer) => /^(the|an?) /i.test(answer)),
    hasCapitals: answers.some((answer) => /^(Yes|No)\b/.test(answer)),
  };
}

function answersTo(examples: readonly AnswerExample[], kind: string): readonly string[] {
  return examples.filter(({ question }) => readQuestion(question).kind === kind).map(({ answer }) => answer.trim());
}

function isMost(texts: readonly string[], pattern: RegExp): boolean {
  return texts.filter((text) => pattern.test(text)).length * 2 > texts.length;
}

function wordCount(text: string): number {
  return text.split(/\s+/).length;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor((values.length - 1) / 2)] ?? 0;
}
