import type { JsonValue } from '../core/fields.ts';

/** How little a value had to change to be of a type: not at all, as even a strict reader would change it, or more. */
export const EXACT = 2;
export const STRICT = 1;
export const LAX = 0;

export interface Accepted {
  readonly value: JsonValue;
  readonly exactness: number;
}

/** One place where a value is not of its type. */
export interface Refusal {
  /** Keys and positions from the whole value to `input`, with the names of union members between them. */
  readonly path: readonly string[];
  /** pydantic's name and sentence for the mistake. */
  readonly code: string;
  readonly message: string;
  readonly input: JsonValue;
}

export interface Refused {
  readonly refusals: readonly Refusal[];
}

export type Checked = Accepted | Refused;

export function accept(value: JsonValue, exactness: number): Accepted {
  return { value, exactness };
}

export function refuse(code: string, message: string, input: JsonValue): Refused {
  return { refusals: [{ path: [], code, message, input }] };
}

/** The same refusals, seen from one step further out. */
export function within(step: string, { refusals }: Refused): readonly Refusal[] {
  return refusals.map((refusal) => ({ ...refusal, path: [step, ...refusal.path] }));
}
