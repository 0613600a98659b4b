import { PythonFloat } from '../python/float.ts';

/** Any value that DSPy can save: JSON, with Python's int/float difference kept (see `PythonFloat`; `bigint` beyond 2^53). */
export type JsonValue = string | number | bigint | boolean | null | PythonFloat | readonly JsonValue[] | Fields;

/**
 * Named values in a meaningful order: prompts and artifacts are written in this order.
 *
 * Never use integer-like names ("0"): JavaScript would move them to the front.
 */
export interface Fields {
  readonly [name: string]: JsonValue;
}

/** True for a record, false for a list, a float or anything else that JSON can hold. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PythonFloat);
}
