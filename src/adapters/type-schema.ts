import { assertNever, invariantBroken } from '../core/errors.ts';
import type { DictEntries, FieldType, LiteralValue } from '../core/field-type.ts';
import type { Fields } from '../core/fields.ts';
import { PythonFloat } from '../python/float.ts';

type EnumType = Extract<FieldType, { type: 'enum' }>;

/**
 * The JSON schema of a type as prompts show it: pydantic's, its keys sorted, but `type` first.
 *
 * Source: DSPy 3.0.4, dspy/adapters/utils.py, _get_json_schema, with pydantic 2.14.
 */
export function typeSchema(type: FieldType): Fields {
  if (type.type === 'enum') return enumSchema(type);
  const enums = enumsIn(type).sort((left, right) => (left.name < right.name ? -1 : 1));
  const { type: name, ...rest } = schemaOf(type);
  return {
    ...(name === undefined ? {} : { type: name }),
    ...(enums.length === 0 ? {} : { $defs: Object.fromEntries(enums.map((found) => [found.name, enumSchema(found)])) }),
    ...rest,
  };
}

function enumSchema({ name, members }: EnumType): Fields {
  return { ...valuesSchema(members.map(({ value }) => value)), title: name };
}

function enumsIn(type: FieldType): EnumType[] {
  switch (type.type) {
    case 'enum':
      return [type];
    case 'list':
      return type.items === null ? [] : enumsIn(type.items);
    case 'dict':
      return type.entries === null ? [] : [type.entries.keys, type.entries.values].flatMap(enumsIn);
    case 'union':
      return type.members.flatMap(enumsIn);
    default:
      return [];
  }
}

/** An enum inside another type is only referred to. */
function schemaOf(type: FieldType): Fields {
  switch (type.type) {
    case 'str':
      return { type: 'string' };
    case 'int':
      return { type: 'integer' };
    case 'float':
      return { type: 'number' };
    case 'bool':
      return { type: 'boolean' };
    case 'none':
      return { type: 'null' };
    case 'any':
      return {};
    case 'list':
      return { type: 'array', items: type.items === null ? {} : schemaOf(type.items) };
    case 'dict':
      return {
        type: 'object',
        ...(type.entries === null ? { additionalProperties: true } : entriesSchema(type.entries)),
      };
    case 'literal':
      return literalSchema(type.values);
    case 'union':
      return { anyOf: [...type.members].sort(noneLast).map(schemaOf) };
    case 'enum':
      return { $ref: `#/$defs/${type.name}` };
    case 'history':
      throw invariantBroken('a conversation history is never an output');
    default:
      return assertNever(type);
  }
}

function entriesSchema({ keys, values }: DictEntries): Fields {
  const additionalProperties = values.type === 'any' ? true : schemaOf(values);
  const propertyNames = keyNames(schemaOf(keys));
  return Object.keys(propertyNames).length === 0 ? { additionalProperties } : { additionalProperties, propertyNames };
}

/** Keys of a JSON object are strings; what is left to say about them. */
function keyNames(schema: Fields): Fields {
  if (schema.$ref !== undefined) return schema;
  const { type, ...rest } = schema;
  return type === 'string' ? rest : {};
}

function literalSchema(values: readonly LiteralValue[]): Fields {
  const [only] = values;
  if (values.length !== 1 || only === undefined) return valuesSchema(values);
  const { type } = valuesSchema(values);
  return { ...(type === undefined ? {} : { type }), const: only };
}

/** `type` is given when all values share one. */
function valuesSchema(values: readonly LiteralValue[]): Fields {
  const [type, ...others] = new Set(values.map(typeOfValue));
  return type === undefined || others.length > 0 ? { enum: values } : { type, enum: values };
}

function typeOfValue(value: LiteralValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  return value instanceof PythonFloat || !Number.isInteger(value) ? 'number' : 'integer';
}

function noneLast(left: FieldType, right: FieldType): number {
  return Number(left.type === 'none') - Number(right.type === 'none');
}
