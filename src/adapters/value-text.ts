import type { FieldType } from '../core/field-type.ts';
import type { JsonValue } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';
import { writePythonJson } from '../python/json.ts';
import { pythonStr } from '../python/repr.ts';
import { isList } from '../python/value.ts';

/**
 * A value as prompts show it: text as it is, a list in a `str` field as numbered passages, other lists and dicts as JSON,
 * everything else as Python prints it (`True`, `None`, `1.0`).
 *
 * Source: DSPy 3.0.4, dspy/adapters/utils.py, format_field_value. A passage that is not text is an error there; here it is printed.
 */
export function valueText(type: FieldType, value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (isList(value)) return type.type === 'str' ? passagesText(value) : writePythonJson(jsonable(value));
  if (isScalar(value)) return pythonStr(value);
  return writePythonJson(jsonable(value));
}

/** The value with NaN and infinities inside it turned to null, as pydantic serializes them. */
export function jsonable(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(jsonable);
  if (isScalar(value)) return isNotFinite(value) ? null : value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, jsonable(item)]));
}

export type Scalar = string | number | bigint | boolean | null | PythonFloat;

export function isScalar(value: JsonValue): value is Scalar {
  return typeof value !== 'object' || value === null || value instanceof PythonFloat;
}

function isNotFinite(value: Scalar): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}

function passagesText(passages: readonly JsonValue[]): string {
  if (passages.length === 0) return 'N/A';
  const blobs = passages.map((passage) => blob(pythonStr(passage)));
  return blobs.length === 1 ? blobs.join('') : blobs.map((text, index) => `[${index + 1}] ${text}`).join('\n');
}

/** Between guillemets: short ones around a single line without any, long ones around an indented block. */
function blob(text: string): string {
  if (!/[\n«»]/.test(text)) return `«${text}»`;
  return `«««\n    ${text.replaceAll('\n', '\n    ')}\n»»»`;
}
