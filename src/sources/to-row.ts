import { RagError } from '../core/errors.ts';
import type { Fields, JsonValue } from '../core/fields.ts';
import type { Row } from '../core/row-source.ts';
import { PythonFloat } from '../python/float.ts';
import type { RawRow } from './source-file.ts';

const DEEPEST = 64;

/** Names that mean something else on a JavaScript object. */
const UNSAFE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The row with plain values only: whole numbers beyond 2^53 stay `bigint`, dates become ISO text, bytes that are no text base64,
 * NaN and infinities null.
 *
 * Text that cannot be stored or sent is repaired and its place reported: NUL is removed, half a surrogate pair becomes U+FFFD.
 *
 * @throws RagError ROW_INVALID for anything that is not an object, or nested more than 64 deep
 */
export function toRow({ value, origin, about }: RawRow, onRepair: (place: string) => void): Row {
  if (!isRecord(value)) {
    throw new RagError('ROW_INVALID', `${origin} is ${nameOf(value)}, expected an object with named values`, {
      details: { origin },
    });
  }
  const toValue = (item: unknown, depth: number): JsonValue => {
    if (typeof item === 'string') return repaired(item);
    if (typeof item === 'number') return Number.isFinite(item) ? item : null;
    if (typeof item === 'boolean') return item;
    if (item === undefined || item === null) return null;
    if (typeof item === 'bigint') return Number.isSafeInteger(Number(item)) ? Number(item) : item;
    if (depth === DEEPEST) throw tooDeep(origin);
    if (item instanceof PythonFloat) return item;
    if (item instanceof Date) return item.toISOString();
    if (item instanceof Uint8Array) return Buffer.from(item).toString('base64');
    if (Array.isArray(item)) return item.map((inner) => toValue(inner, depth + 1));
    return isRecord(item) ? toFields(item, depth) : String(item);
  };
  const toFields = (record: Readonly<Record<string, unknown>>, depth: number): Fields =>
    Object.fromEntries(
      Object.entries(record)
        .filter(([name]) => !UNSAFE_NAMES.has(name))
        .map(([name, item]) => [name, toValue(item, depth + 1)]),
    );
  const repaired = (text: string): string => {
    const whole = repairText(text);
    if (whole !== text) onRepair(origin);
    return whole;
  };
  return { fields: toFields(value, 0), origin, ...(about === undefined ? {} : { about }) };
}

function tooDeep(origin: string): RagError {
  return new RagError('ROW_INVALID', `${origin} is nested more than ${DEEPEST} deep`, { details: { origin } });
}

function repairText(text: string): string {
  return /[\0\p{Surrogate}]/u.test(text) ? text.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\ufffd') : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
}
