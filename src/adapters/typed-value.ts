import type { EnumMember, FieldType, LiteralValue } from '../core/field-type.ts';
import type { JsonValue } from '../core/fields.ts';
import { evaluateLiteral } from '../python/literal-eval.ts';
import { pythonRepr, pythonStr } from '../python/repr.ts';
import { strip } from '../python/strings.ts';
import { refusalText } from './refusal-text.ts';
import { repairJson } from './repair-json.ts';
import { pythonEquals, validate } from './validate.ts';

/** A reply's value as its field's type wants it, or Python's message on why it is none. */
export type TypedValue = { readonly value: JsonValue } | { readonly failure: string };

/**
 * The value a model meant by `value`, which is text or what stood in a JSON object.
 *
 * Source: DSPy 3.0.4, dspy/adapters/utils.py, parse_value.
 */
export function typedValue(type: FieldType, value: JsonValue): TypedValue {
  if (type.type === 'str') return { value: pythonStr(value) };
  if (type.type === 'enum') return enumValue(type.name, type.members, value);
  if (type.type === 'literal') return literalValue(type.values, value);
  const meant = typeof value === 'string' && !isOptionalText(type) ? meantBy(value) : value;
  const checked = validate(type, meant);
  return 'refusals' in checked ? { failure: refusalText(type, checked.refusals) } : { value: checked.value };
}

function enumValue(name: string, members: readonly EnumMember[], value: JsonValue): TypedValue {
  const found =
    members.find((member) => pythonEquals(member.value, value)) ?? members.find((member) => member.name === value);
  if (found !== undefined) return { value: found.value };
  return { failure: `${pythonStr(value)} is not a valid name or value for the enum ${name}` };
}

function literalValue(allowed: readonly LiteralValue[], value: JsonValue): TypedValue {
  if (allowed.some((known) => pythonEquals(known, value))) return { value };
  const inner = typeof value === 'string' ? unwrapped(value) : null;
  if (inner !== null && allowed.includes(inner)) return { value: inner };
  const names = allowed.map(pythonRepr);
  const tuple = names.length === 1 ? `(${names.join()},)` : `(${names.join(', ')})`;
  return { failure: `${pythonRepr(value)} is not one of ${tuple}` };
}

/** `Literal["yes"]`, `str[yes]` and `"yes"` all mean `yes`. */
function unwrapped(text: string): string {
  const stripped = strip(text);
  const isWrapped = /^(?:Literal|str)\[/.test(stripped) && stripped.endsWith(']');
  const inner = isWrapped ? stripped.slice(stripped.indexOf('[') + 1, -1) : stripped;
  const isQuoted = inner.length > 1 && /^["']/.test(inner) && inner.at(-1) === inner.at(0);
  return isQuoted ? inner.slice(1, -1) : inner;
}

/** Text that may be absent is taken as it stands, not read as JSON. */
function isOptionalText(type: FieldType): boolean {
  if (type.type !== 'union') return false;
  return ['str', 'none'].every((wanted) => type.members.some((member) => member.type === wanted));
}

function meantBy(text: string): JsonValue {
  const repaired = repairJson(text);
  if (repaired !== '') return repaired;
  const literal = evaluateLiteral(text);
  return literal === undefined ? text : literal;
}
