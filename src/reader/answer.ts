import type { AnswerForm } from './answer-form.ts';
import { chooseOption } from './comparison.ts';
import { definitionAsked } from './definition.ts';
import { bestSentence } from './evidence.ts';
import { keyOf, type Mention } from './mention.ts';
import { optionsOf } from './options.ts';
import { type Passage, readPassage } from './passage.ts';
import { textOf } from './passage-text.ts';
import { type Question, readQuestion } from './question.ts';
import { scoreMentions } from './score.ts';
import { sharedTrait } from './shared-trait.ts';
import { spellMention, spellTopic, spellYesNo } from './spelling.ts';
import { weighWords } from './word-weights.ts';
import { saysYes } from './yes-no.ts';

/** What was found; how it is spelled is up to the form wanted. */
export interface Finding {
  /** The sentence of the passages that speaks for it. */
  readonly support: string;
  readonly inForm: (form: AnswerForm) => string;
}

const NOTHING = 'unknown';

/**
 * The answer to a question from passages (`title | text`, `Title. Text` or bare text), by hand rules and word overlap
 * alone: nothing is known that the passages do not say. Without passages it is `unknown`, without a question the first
 * sentence. A few milliseconds for ten passages.
 */
export function findAnswer(text: string, passageTexts: readonly string[]): Finding {
  const question = readQuestion(text);
  const passages = passageTexts.filter((passage) => passage.trim() !== '').map(readPassage);
  const [first] = passages;
  if (first === undefined) return finding(NOTHING, () => NOTHING);
  if (weighWords(question, passages).size === 0) return finding(firstSentence(first), () => firstSentence(first));
  return compare(question, passages) ?? search(question, passages);
}

function finding(support: string, spelled: (form: AnswerForm) => string): Finding {
  return { support, inForm: (form) => (form.isShort ? spelled(form) : support) };
}

/** The answer to a choice, with yes or no, or to what two things share or one thing is; null for any other question. */
function compare(question: Question, passages: readonly Passage[]): Finding | null {
  const options = optionsOf(question, passages);
  if (options !== null) {
    const { passage, text } = options[chooseOption(question, options) ?? 0];
    if (passage === null) return finding(bestSentence(question, passages), () => text);
    return finding(firstSentence(passage), (form) => spellTopic(passage, form));
  }
  if (question.isYesNo) {
    const isYes = saysYes(question, passages);
    return finding(bestSentence(question, passages), (form) => spellYesNo(isYes, form));
  }
  const told = sharedTrait(question, passages) ?? definitionAsked(question, passages);
  return told === null ? null : finding(bestSentence(question, passages), () => told);
}

function firstSentence(passage: Passage): string {
  return textOf(passage, passage.sentences[0] ?? { from: 0, to: 0 });
}

function search(question: Question, passages: readonly Passage[]): Finding {
  const [best] = scoreMentions(question, passages);
  if (best === undefined) {
    const support = bestSentence(question, passages);
    return finding(support, () => support);
  }
  const { passage, sentence } = best;
  const support = textOf(passage, passage.sentences[sentence] ?? { from: 0, to: 0 });
  const topic = topicOf(best, passages);
  return finding(support, (form) => (topic === null ? spellMention(best, form) : spellTopic(topic, form)));
}

/** The passage about what is mentioned. */
function topicOf({ shape, passage, key }: Mention, passages: readonly Passage[]): Passage | null {
  if (shape === 'topic') return passage;
  const isAbout = ({ topic }: Passage) =>
    topic.isSubject && [topic.label, topic.fullName].some((name) => keyOf(name) === key);
  return passages.find(isAbout) ?? null;
}
