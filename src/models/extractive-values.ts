import type { JsonValue } from '../core/fields.ts';
import { type Finding, findAnswer } from '../reader/answer.ts';
import { type AnswerForm, formOf } from '../reader/answer-form.ts';
import { claimHolds } from '../reader/claim.ts';
import { searchWords } from '../reader/key-words.ts';
import type { ReadPrompt, Values, WantedField } from './extractive-prompt.ts';
import { readPassages } from './prompt-sections.ts';
import { valueFor } from './wanted-value.ts';

const QUESTION = /question|query|claim|problem|request|task/;
const PASSAGES = /context|passage|document|text|evidence|article|source|snippet|facts|background|content|paragraph/;
const REASONING = /reason|rationale|thought|explan|justif|evidence|support/;
const SEARCH = /quer|search|keyword|topic/;

/** A value for each output a prompt asks for, found in its inputs; the form of free text is that of the demos. */
export function extractValues(prompt: ReadPrompt): ReadonlyMap<string, JsonValue> {
  const asked = askedIn(prompt.inputs);
  const found = findAnswer(asked.question, asked.passages);
  return new Map(prompt.outputs.map((field) => [field.name, fieldValue(field, prompt, asked, found)]));
}

/** A typed value is made of the bare answer: a number without unit, a year without its day. */
const BARE = { isShort: true, hasUnits: false, hasYearsOnly: true } as const;

interface Asked {
  readonly questionName: string;
  readonly question: string;
  readonly passages: readonly string[];
  /** All other inputs in one text: what a judgement is about. */
  readonly statement: string;
}

/**
 * The question is the input that sounds like one, else the last; passages are the inputs that sound like texts, else
 * all others.
 */
function askedIn(inputs: Values): Asked {
  const names = [...inputs.keys()];
  const questionName = names.find((name) => QUESTION.test(name.toLowerCase())) ?? names.at(-1) ?? '';
  const others = names.filter((name) => name !== questionName);
  const texts = others.filter((name) => PASSAGES.test(name.toLowerCase()));
  const sources = texts.length > 0 ? texts : others.length > 0 ? others : names.filter((name) => !QUESTION.test(name));
  const valuesOf = (chosen: readonly string[]) => chosen.map((name) => inputs.get(name) ?? '');
  const rest = others.filter((name) => !sources.includes(name));
  return {
    questionName,
    question: sources.includes(questionName) ? '' : (inputs.get(questionName) ?? ''),
    passages: valuesOf(sources).flatMap(readPassages),
    statement: valuesOf(rest.length > 0 ? rest : [questionName]).join(' '),
  };
}

function fieldValue({ name, note }: WantedField, prompt: ReadPrompt, asked: Asked, found: Finding): JsonValue {
  const form = formFor(name, prompt, asked.questionName);
  if (note !== '') {
    const isTrue = claimHolds(asked.statement, asked.passages);
    return valueFor(note, { text: found.inForm({ ...form, ...BARE }), support: found.support, isTrue });
  }
  if (SEARCH.test(name.toLowerCase())) return searchWords(asked.question, asked.passages);
  return REASONING.test(name.toLowerCase()) ? found.support : found.inForm(form);
}

function formFor(name: string, { demos }: ReadPrompt, questionName: string): AnswerForm {
  return formOf(
    demos.flatMap(({ inputs, outputs }) => {
      const answer = outputs.get(name);
      return answer === undefined ? [] : [{ question: inputs.get(questionName) ?? '', answer }];
    }),
  );
}
