import { type Fields, isFields } from '../../core/fields.ts';
import { plainValue } from '../../python/plain-value.ts';
import type { Layer } from './layers.ts';
import { isSecretKey } from './validate.ts';

/** A setting's value as it may be shown: a secret as `***`, a `${NAME}` reference as it stands, an address without credentials. */
export function shownValue(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => shownValue(key, item));
  if (typeof value !== 'string') return value;
  if (isSecretKey(key)) return value.startsWith('${') ? value : '***';
  return value.replace(/^(\w+:\/\/)[^/@]*@/, '$1***@');
}

/** All settings by dotted key, as plain data that may be shown. */
export function shownSettings(settings: Layer): Fields {
  const sorted = [...settings].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const shown = plainValue(Object.fromEntries(sorted.map(([key, { value }]) => [key, shownValue(key, value)])));
  return isFields(shown) ? shown : {};
}
