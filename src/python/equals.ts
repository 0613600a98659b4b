import { PythonFloat } from './float.ts';
import { isList, type PythonValue } from './value.ts';

/** Python's `==`: `1 == 1.0 == True`, lists item by item, dicts whatever the order of their keys. */
export function pythonEquals(left: PythonValue, right: PythonValue): boolean {
  if (isNumber(left) && isNumber(right)) return equalNumbers(left, right);
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (isNumber(left) || isNumber(right)) return false;
  if (isList(left) || isList(right)) return isList(left) && isList(right) && equalLists(left, right);
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && pythonEquals(left[key] ?? null, right[key] ?? null))
  );
}

type PythonNumber = number | bigint | boolean | PythonFloat;

function isNumber(value: PythonValue): value is PythonNumber {
  return value instanceof PythonFloat || ['number', 'bigint', 'boolean'].includes(typeof value);
}

function equalNumbers(left: PythonNumber, right: PythonNumber): boolean {
  // JavaScript's == compares a bigint with a number by their exact values, as Python compares an int with a float.
  // biome-ignore lint/suspicious/noDoubleEquals: see above
  return magnitude(left) == magnitude(right);
}

function magnitude(value: PythonNumber): number | bigint {
  if (value instanceof PythonFloat) return value.value;
  return typeof value === 'boolean' ? Number(value) : value;
}

function equalLists(left: readonly PythonValue[], right: readonly PythonValue[]): boolean {
  return left.length === right.length && left.every((item, index) => pythonEquals(item, right[index] ?? null));
}
