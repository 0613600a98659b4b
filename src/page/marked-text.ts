import { element } from './element.ts';

/**
 * The text in pieces, the expected answers in it marked so that the eye finds them: whole words, whatever the case. `expected` has one
 * answer per line.
 */
export function markedText(text: string, expected: string): (Node | string)[] {
  const answers = expected.split('\n').filter((answer) => answer.trim() !== '');
  if (answers.length === 0) return [text];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${answers.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  // Every second piece is what the parentheses have caught.
  return text
    .split(pattern)
    .map((piece, index) => (index % 2 === 1 ? element('mark', {}, piece) : piece))
    .filter((piece) => piece !== '');
}

/** Every sign is written as its number: with the flag `u` not all of them may stand behind a backslash. */
function escaped(text: string): string {
  return Array.from(text, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`).join('');
}
