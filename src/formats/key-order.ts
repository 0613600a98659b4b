import type { Fields } from '../core/fields.ts';

/** The same values, first those named in `keys` in that order, then the others in their own. */
export function inKeyOrder(values: Fields, keys: readonly string[]): Fields {
  const first = keys.flatMap((key) => (Object.hasOwn(values, key) ? [[key, values[key]]] : []));
  return { ...Object.fromEntries(first), ...withoutKeys(values, keys) };
}

export function withoutKeys(values: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}
