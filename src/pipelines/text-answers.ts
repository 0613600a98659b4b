import type { Fields } from '../core/fields.ts';

/** The answers that `fields` accept and that can be looked for in a text: one text, those of a list, or none. */
export function textAnswers({ answer }: Fields): readonly string[] {
  if (typeof answer === 'string') return [answer];
  if (!Array.isArray(answer)) return [];
  return answer.filter((item) => typeof item === 'string');
}
