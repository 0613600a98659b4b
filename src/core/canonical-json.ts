import { isFields, type JsonValue } from './fields.ts';

/**
 * The value as JSON without spaces, its names sorted (by UTF-16 units) at every level: one text whatever the order they came in.
 *
 * For digests and ids of our own; what DSPy hashes has the bytes of `canonicalJson` in python/json.ts, which refuses what orjson refuses.
 * Whole numbers beyond 2^53 keep all their digits, and `1.0` is `1`.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'bigint') return String(value);
  if (!isFields(value)) return Array.isArray(value) ? `[${value.map(canonicalJson)}]` : JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`)}}`;
}
