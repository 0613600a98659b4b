/**
 * The text of a Python string literal without prefix: `'it\'s'` gives `it's`. Null for an escape that is cut short or names no
 * character. The quotes are taken to be there.
 */
export function decodeStringLiteral(literal: string): string | null {
  const pieces = Array.from(literal.slice(1, -1).matchAll(PIECE), ([piece, name]) =>
    name === undefined ? piece : decodeEscape(piece, name),
  );
  return pieces.includes(null) ? null : pieces.join('');
}

/** Plain text, or a backslash and what belongs to it. */
const PIECE = /[^\\]+|\\([0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gsu;

const SINGLE: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** An escape Python does not know stays as it is written, backslash included. */
function decodeEscape(sequence: string, name: string): string | null {
  if (/^[0-7]/.test(name)) return String.fromCodePoint(Number.parseInt(name, 8));
  if (/^[xuU]/.test(name)) return name.length > 1 ? codePoint(Number.parseInt(name.slice(1), 16)) : null;
  return SINGLE.get(name) ?? sequence;
}

function codePoint(value: number): string | null {
  return value <= 0x10ffff ? String.fromCodePoint(value) : null;
}
