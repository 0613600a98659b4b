import type { AnswerForm } from './answer-form.ts';
import { isYear } from './dates.ts';
import { isFunctionWord } from './function-words.ts';
import type { Mention } from './mention.ts';
import { endsInUnit } from './numbers.ts';
import type { Passage } from './passage.ts';
import { textOf } from './passage-text.ts';
import { lowerAt } from './words.ts';

/** A mention as the form wants it: with its unit or article, or only the year of a date. */
export function spellMention(mention: Mention, form: AnswerForm): string {
  const { passage, shape, from, to } = mention;
  const { tokens } = passage;
  if (shape === 'date' && form.hasYearsOnly) return yearIn(mention);
  const unit = tokens[to];
  const isBare = shape === 'number' && !endsInUnit(tokens, mention);
  const hasUnit = form.hasUnits && isBare && unit?.kind === 'word' && !isFunctionWord(unit.lower);
  const hasArticle = form.hasArticles && /^(a|an|the)$/.test(lowerAt(tokens, from - 1));
  return textOf(passage, { from: hasArticle ? from - 1 : from, to: hasUnit ? to + 1 : to });
}

function yearIn({ passage, from, to, text }: Mention): string {
  return passage.tokens.slice(from, to).find(({ lower }) => isYear(lower))?.text ?? text;
}

/** The name of what a passage is about: of a person the full one if the form wants that, else the title. */
export function spellTopic({ topic, body }: Passage, form: AnswerForm): string {
  if (topic.kind === 'person' && form.hasFullNames) return topic.fullName;
  const withArticle = `The ${topic.label}`;
  return form.hasArticles && body.startsWith(withArticle) ? withArticle : topic.label;
}

export function spellYesNo(isYes: boolean, { hasCapitals }: AnswerForm): string {
  if (hasCapitals) return isYes ? 'Yes' : 'No';
  return isYes ? 'yes' : 'no';
}
