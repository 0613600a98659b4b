import type { JsonValue } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';

/**
 * Compact JSON with keys sorted by their UTF-8 bytes, at every depth: what `orjson.dumps(value, option=OPT_SORT_KEYS)` writes for
 * values whose floats are below 1e16. Equal values give equal text.
 */
export function canonicalJson(value: JsonValue): string {
  if (value instanceof PythonFloat) return floatText(value.value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function floatText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : JSON.stringify(value);
}
