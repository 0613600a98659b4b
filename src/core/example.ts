import { isDeepStrictEqual } from 'node:util';

import type { Fields } from './fields.ts';

/** A row of a data set: what goes into a program and what is expected to come out. */
export interface Example {
  /** Stable over runs and machines; unique within a data set. */
  readonly id: string;
  readonly fields: Fields;
  readonly inputKeys: readonly string[];
}

/** The fields a program is called with, in the order the example stores them (DSPy 3.0.4, Example.inputs). */
export function inputsOf({ fields, inputKeys }: Example): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => inputKeys.includes(name)));
}

/**
 * True for the same values under the same names, in whatever order; input keys and id do not count
 * (DSPy 3.0.4, dspy/primitives/example.py, Example.__eq__).
 */
export function sameRecord(left: Fields, right: Fields): boolean {
  return isDeepStrictEqual(left, right);
}
