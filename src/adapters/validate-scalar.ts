import type { JsonValue } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';
import { strip } from '../python/strings.ts';
import { accept, type Checked, EXACT, LAX, refuse, STRICT } from './checked.ts';

/** Source of all rules in this file: pydantic 2.14, lax mode, for values that JSON can hold. */

export function validateStr(value: JsonValue): Checked {
  return typeof value === 'string'
    ? accept(value, EXACT)
    : refuse('string_type', 'Input should be a valid string', value);
}

export function validateNone(value: JsonValue): Checked {
  return value === null ? accept(null, EXACT) : refuse('none_required', 'Input should be None', value);
}

export function validateInt(value: JsonValue): Checked {
  if (isInt(value)) return accept(value, EXACT);
  if (typeof value === 'boolean') return accept(Number(value), LAX);
  if (typeof value === 'string') return intFromText(value);
  const float = floatOf(value);
  return float === null ? refuse('int_type', 'Input should be a valid integer', value) : intFromFloat(float, value);
}

const INT_TEXT = /^[+-]?[0-9]+(?:_[0-9]+)*(?:\.0+)?$/;

function intFromText(text: string): Checked {
  const digits = strip(text);
  if (INT_TEXT.test(digits))
    return accept(wholeNumber(BigInt(digits.replace(/\..*|^\+/g, '').replaceAll('_', ''))), LAX);
  return refuse('int_parsing', 'Input should be a valid integer, unable to parse string as an integer', text);
}

function intFromFloat(float: number, value: JsonValue): Checked {
  if (!Number.isFinite(float)) return refuse('finite_number', 'Input should be a finite number', value);
  if (!Number.isInteger(float)) {
    return refuse('int_from_float', 'Input should be a valid integer, got a number with a fractional part', value);
  }
  if (Math.abs(float) < 2 ** 63) return accept(wholeNumber(BigInt(float)), LAX);
  return refuse('int_parsing_size', 'Unable to parse input string as an integer, exceeded maximum size', value);
}

export function validateFloat(value: JsonValue): Checked {
  const float = floatOf(value);
  if (float !== null) return accept(value, EXACT);
  if (isInt(value)) return accept(floatValue(Number(value)), STRICT);
  if (typeof value === 'boolean') return accept(floatValue(Number(value)), LAX);
  if (typeof value === 'string') return floatFromText(value);
  return refuse('float_type', 'Input should be a valid number', value);
}

const FLOAT_TEXT = /^[+-]?(?:[0-9]+(?:_[0-9]+)*(?:\.(?:[0-9]+(?:_[0-9]+)*)?)?|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;
const NOT_FINITE = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i;

function floatFromText(text: string): Checked {
  const digits = strip(text);
  if (FLOAT_TEXT.test(digits)) return accept(floatValue(Number(digits.replaceAll('_', ''))), LAX);
  const [found, sign, infinity] = NOT_FINITE.exec(digits) ?? [];
  if (found === undefined) {
    return refuse('float_parsing', 'Input should be a valid number, unable to parse string as a number', text);
  }
  if (infinity === undefined) return accept(Number.NaN, LAX);
  return accept(sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, LAX);
}

const WORDS_OF_TRUTH: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'on', 't', 'true', 'y', 'yes'].map((word) => [word, true] as const),
  ...['0', 'off', 'f', 'false', 'n', 'no'].map((word) => [word, false] as const),
]);

export function validateBool(value: JsonValue): Checked {
  if (typeof value === 'boolean') return accept(value, EXACT);
  const word = wordOf(value);
  if (word === null) return refuse('bool_type', 'Input should be a valid boolean', value);
  const truth = WORDS_OF_TRUTH.get(word);
  if (truth !== undefined) return accept(truth, LAX);
  return refuse('bool_parsing', 'Input should be a valid boolean, unable to interpret input', value);
}

/** Null for what can be neither true nor false. */
function wordOf(value: JsonValue): string | null {
  if (typeof value === 'string') return value.toLowerCase();
  const number = value instanceof PythonFloat ? value.value : value;
  const isWhole = typeof number === 'bigint' || (typeof number === 'number' && Number.isInteger(number));
  return isWhole && Math.abs(Number(number)) < 2 ** 63 ? String(number) : null;
}

function isInt(value: JsonValue): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

/** Null for what is no Python float. */
function floatOf(value: JsonValue): number | null {
  if (value instanceof PythonFloat) return value.value;
  return typeof value === 'number' && !Number.isInteger(value) ? value : null;
}

function floatValue(value: number): number | PythonFloat {
  return Number.isInteger(value) ? new PythonFloat(value) : value;
}

function wholeNumber(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
