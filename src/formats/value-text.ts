import type { JsonValue } from '../core/fields.ts';
import { writePythonJson } from '../python/json.ts';
import { plainValue } from '../python/plain-value.ts';
import { isList } from '../python/value.ts';

/** A value of the settings, a prediction or an example, as people read it: texts as they are, lists of them one per line, else JSON. */
export function valueText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (isList(value) && value.every((item) => typeof item === 'string')) return value.join('\n');
  return writePythonJson(plainValue(value));
}
