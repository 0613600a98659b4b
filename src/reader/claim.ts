import { isFunctionWord } from './function-words.ts';
import { readPassage } from './passage.ts';
import { readQuestion } from './question.ts';
import { tokenize } from './words.ts';
import { saysYes } from './yes-no.ts';

const ENOUGH = 0.6;

/** Whether passages bear out a statement, or say yes to a question: most of its words stand in one of them. */
export function claimHolds(statement: string, passageTexts: readonly string[]): boolean {
  const passages = passageTexts.map(readPassage);
  if (passages.length === 0) return false;
  const question = readQuestion(statement);
  if (question.isYesNo) return saysYes(question, passages);
  const words = tokenize(statement).filter(({ kind, lower }) => kind !== 'mark' && !isFunctionWord(lower));
  const stems = passages.map(({ tokens }) => new Set(tokens.map(({ stem }) => stem)));
  return stems.some((said) => words.filter(({ stem }) => said.has(stem)).length >= words.length * ENOUGH);
}
