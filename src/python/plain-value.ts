import { PythonFloat } from './float.ts';
import type { PythonValue } from './value.ts';

/**
 * A value of plain data as JSON can hold it: numbers that are none become null, entries that are undefined are left out.
 *
 * @throws TypeError for functions and symbols
 */
export function plainValue(value: unknown): PythonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof PythonFloat) return Number.isFinite(value.value) ? value : null;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is no plain value`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, plainValue(item)]));
}
