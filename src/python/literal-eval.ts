import { PythonFloat } from './float.ts';
import { decodeStringLiteral } from './string-literal.ts';
import { rstrip } from './strings.ts';
import type { PythonValue } from './value.ts';

/**
 * The value of a Python literal without brackets, as `ast.literal_eval` gives it: a number, text in quotes, `True`, `False`, `None`, or
 * several of them with commas (a tuple, here a list). Undefined when the text is no such literal.
 */
export function evaluateLiteral(text: string): PythonValue | undefined {
  const source = rstrip(text);
  const items: PythonValue[] = [];
  let isTuple = false;
  let position = 0;
  while (position < source.length) {
    const [token = '', item, comma] = matchAt(ITEM, source, position) ?? [];
    const value = item === undefined ? undefined : scalarOf(item);
    if (value === undefined) return undefined;
    items.push(value);
    position += token.length;
    isTuple ||= comma !== undefined;
    if (comma === undefined && position < source.length) return undefined;
  }
  return isTuple ? items : items[0];
}

const BLANK = '[ \\t\\f]*';
const STRING = `'(?:[^'\\\\\\n]|\\\\.)*'|"(?:[^"\\\\\\n]|\\\\.)*"`;

/** One item, the comma behind it, and the blanks around both; adjacent strings are one item. */
const ITEM = new RegExp(`${BLANK}((?:(?:${STRING})${BLANK})+|[+-]?${BLANK}[^'",\\s]+)${BLANK}(,)?${BLANK}`, 'sy');

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function scalarOf(item: string): PythonValue | undefined {
  if (Object.hasOwn(CONSTANTS, item)) return CONSTANTS[item];
  if (/^['"]/.test(item)) return textOf(item);
  const [, sign = '', digits = ''] = /^([+-]?)[ \t\f]*(.*)$/s.exec(item) ?? [];
  const value = numberOf(digits.replaceAll(/(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])/g, ''));
  return value === undefined || sign !== '-' ? value : negative(value);
}

/** Adjacent strings are one. */
function textOf(item: string): string | undefined {
  const pieces = Array.from(item.matchAll(STRINGS), ([literal]) => decodeStringLiteral(literal));
  return pieces.includes(null) ? undefined : pieces.join('');
}

const STRINGS = new RegExp(STRING, 'gs');

const CONSTANTS: Readonly<Record<string, PythonValue>> = { True: true, False: false, None: null };

const INTEGER = /^(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[1-9][0-9]*|0+)$/;
const FLOAT = /^(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?$/;

function numberOf(digits: string): number | bigint | PythonFloat | undefined {
  if (INTEGER.test(digits)) {
    const value = BigInt(digits);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  if (!FLOAT.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isInteger(value) ? new PythonFloat(value) : value;
}

function negative(value: number | bigint | PythonFloat): number | bigint | PythonFloat {
  if (value instanceof PythonFloat) return new PythonFloat(-value.value);
  return value === 0 ? 0 : -value;
}
