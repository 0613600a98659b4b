/** The text of a Python string literal without prefix: `'it\'s'` gives `it's`. The quotes are taken to be there. */
export function decodeStringLiteral(literal: string): string {
  return literal.slice(1, -1).replaceAll(ESCAPE, decodeEscape);
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))/gsu;

const SINGLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** An escape Python does not know stays as it is written, backslash included. */
function decodeEscape(sequence: string, ...groups: (string | undefined)[]): string {
  const [byte, short, long, octal, single = ''] = groups;
  const hexadecimal = byte ?? short ?? long;
  if (hexadecimal !== undefined) return codePoint(Number.parseInt(hexadecimal, 16)) ?? sequence;
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  return SINGLE[single] ?? sequence;
}

function codePoint(value: number): string | null {
  return value <= 0x10ffff ? String.fromCodePoint(value) : null;
}
