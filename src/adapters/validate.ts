import { assertNever, invariantBroken } from '../core/errors.ts';
import type { DictEntries, FieldType, LiteralValue } from '../core/field-type.ts';
import type { JsonValue } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';
import { pythonRepr, pythonStr } from '../python/repr.ts';
import { isList } from '../python/value.ts';
import { type Accepted, accept, type Checked, EXACT, LAX, type Refusal, refuse, within } from './checked.ts';
import { validateBool, validateFloat, validateInt, validateNone, validateStr } from './validate-scalar.ts';
import { validatorName } from './validator-name.ts';
import { isScalar } from './value-text.ts';

/**
 * The value as one of `type`, converted where pydantic converts it (`"3"` to 3, `"yes"` to true), or every place where it does not
 * fit.
 *
 * Source: pydantic 2.14, TypeAdapter.validate_python in lax mode, for the types and values that JSON can hold.
 */
export function validate(type: FieldType, value: JsonValue): Checked {
  switch (type.type) {
    case 'str':
      return validateStr(value);
    case 'int':
      return validateInt(value);
    case 'float':
      return validateFloat(value);
    case 'bool':
      return validateBool(value);
    case 'none':
      return validateNone(value);
    case 'any':
      return accept(value, LAX);
    case 'list':
      return validateList(type.items ?? ANY, value);
    case 'dict':
      return validateDict(type.entries ?? { keys: ANY, values: ANY }, value);
    case 'literal':
      return validateOneOf(type.values, 'literal_error', value);
    case 'union':
      return validateUnion(type.members, value);
    case 'enum':
      return validateOneOf(
        type.members.map((member) => member.value),
        'enum',
        value,
      );
    case 'history':
      throw invariantBroken('a conversation history is never an output');
    default:
      return assertNever(type);
  }
}

const ANY: FieldType = { type: 'any' };

function validateList(items: FieldType, value: JsonValue): Checked {
  if (!isList(value)) return refuse('list_type', 'Input should be a valid list', value);
  const collected = collect(value.map((item, index) => [String(index), validate(items, item)]));
  if ('refusals' in collected) return collected;
  return accept(collected.values, collected.exactness);
}

/** Keys stay text, as JSON has them, whatever their type turns them into. */
function validateDict({ keys, values }: DictEntries, value: JsonValue): Checked {
  if (isList(value) || isScalar(value)) return refuse('dict_type', 'Input should be a valid dictionary', value);
  const entries = Object.entries(value);
  const collected = collect(
    entries.flatMap(([key, item]) => [
      [`${key}.[key]`, validate(keys, key)] as const,
      [key, validate(values, item)] as const,
    ]),
  );
  if ('refusals' in collected) return collected;
  const pairs = entries.map(
    (_, index) => [keyText(collected.values[2 * index]), collected.values[2 * index + 1] ?? null] as const,
  );
  return accept(Object.fromEntries(pairs), collected.exactness);
}

function keyText(key: JsonValue | undefined): string {
  return pythonStr(key ?? null);
}

interface Collected {
  readonly values: readonly JsonValue[];
  readonly exactness: number;
}

/** All values, as exact as the least exact of them, or all refusals. */
function collect(
  parts: readonly (readonly [string, Checked])[],
): Collected | { readonly refusals: readonly Refusal[] } {
  const values: JsonValue[] = [];
  const refusals: Refusal[] = [];
  let exactness = EXACT;
  for (const [step, checked] of parts) {
    if ('refusals' in checked) for (const refusal of within(step, checked)) refusals.push(refusal);
    else {
      values.push(checked.value);
      exactness = Math.min(exactness, checked.exactness);
    }
  }
  return refusals.length > 0 ? { refusals } : { values, exactness };
}

function validateOneOf(allowed: readonly LiteralValue[], code: string, value: JsonValue): Checked {
  const found = allowed.find((candidate) => pythonEquals(candidate, value));
  if (found !== undefined) return accept(found, EXACT);
  const names = allowed.map(pythonRepr);
  const last = names.pop() ?? '';
  return refuse(code, `Input should be ${names.length === 0 ? last : `${names.join(', ')} or ${last}`}`, value);
}

/** Python's `==` between a scalar and any value: `1 == 1.0 == True`. */
export function pythonEquals(scalar: LiteralValue, value: JsonValue): boolean {
  return scalar === value || (numberOf(scalar) !== null && numberOf(scalar) === numberOf(value));
}

function numberOf(value: JsonValue): number | null {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  return value instanceof PythonFloat ? value.value : null;
}

/** pydantic's "smart" mode: the member that changes the value least; without None, every member says why not. */
function validateUnion(members: readonly FieldType[], value: JsonValue): Checked {
  if (value === null && members.some(({ type }) => type === 'none')) return accept(null, EXACT);
  const others = members.filter(({ type }) => type !== 'none');
  const [only] = others;
  if (others.length === 1 && only !== undefined) return validate(only, value);
  let best: Accepted | null = null;
  const refusals: Refusal[] = [];
  for (const member of others) {
    const checked = validate(member, value);
    if ('refusals' in checked) for (const refusal of within(validatorName(member), checked)) refusals.push(refusal);
    else if (best === null || checked.exactness > best.exactness) best = checked;
  }
  return best ?? { refusals };
}
