import { PythonFloat } from './float.ts';

/** What JSON and Python's plain types have in common; a plain number with an integral value is a Python int. */
export type PythonValue = string | number | bigint | boolean | null | PythonFloat | readonly PythonValue[] | PythonDict;

/** Keys in insertion order, which JavaScript keeps for every name that is not an integer. */
export interface PythonDict {
  readonly [key: string]: PythonValue;
}

export function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}

/** What Python's `type(value).__name__` says. */
export function pythonTypeName(value: PythonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (value instanceof PythonFloat) return 'float';
  return isList(value) ? 'list' : 'dict';
}
