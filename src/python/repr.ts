import { escapeCharacter } from './escape-character.ts';
import { PythonFloat } from './float.ts';
import { pythonFloatText } from './format-float.ts';
import { isList, type PythonValue } from './value.ts';

/** `str(value)` of Python: text as it is, everything else as `pythonRepr`. */
export function pythonStr(value: PythonValue): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** `repr(value)` of Python: `'it'`, `True`, `None`, `1.0`, `[1, 'a']`, `{'key': None}`. A plain number with an integral value is an int. */
export function pythonRepr(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return textRepr(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : pythonFloatText(value);
  if (value instanceof PythonFloat) return pythonFloatText(value.value);
  if (isList(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${textRepr(key)}: ${pythonRepr(item)}`)
    .join(', ')}}`;
}

/** Single quotes, unless that needs a backslash and double quotes do not. */
function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(NOT_PRINTED, escapeCharacter).replaceAll(quote, `\\${quote}`);
  return quote + escaped + quote;
}

/** The backslash, and what `str.isprintable` denies: Other and Separator, except the space. */
const NOT_PRINTED = /\\|(?! )[\p{C}\p{Z}]/gu;
