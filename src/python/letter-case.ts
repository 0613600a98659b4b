/** Python's `text.capitalize()`: the first character in title case, the rest in lower case. */
export function capitalize(text: string): string {
  const first = Array.from(text)[0];
  if (first === undefined) return '';
  // The whole text is lower-cased, because the form of a final sigma depends on what stands before it.
  return titleCase(first) + text.toLowerCase().slice(first.toLowerCase().length);
}

/** Python's `text.isupper()`: at least one letter with case, and all such letters in upper case. */
export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

const GEORGIAN_LETTER = /^[\u10d0-\u10ff]$/;
const IOTA_SUBSCRIPT = '\u0345';

/** Title case of one character, which JavaScript lacks; made for characters that can start a Python name. */
function titleCase(character: string): string {
  if (GEORGIAN_LETTER.test(character)) return character;
  const [base = '', ...marks] = character.normalize('NFD');
  if (marks.includes(IOTA_SUBSCRIPT)) return (base.toUpperCase() + marks.join('')).normalize('NFC');
  // `ß` is `SS` in upper case and `Ss` in title case.
  const [head = '', ...tail] = character.toUpperCase();
  return head + tail.join('').toLowerCase();
}
