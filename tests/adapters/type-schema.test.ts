import { describe, expect, it } from 'vitest';
import { typeSchema } from '../../src/adapters/type-schema.ts';
import type { FieldType } from '../../src/core/field-type.ts';
import { parseSignature } from '../../src/core/signature-text.ts';
import { writePythonJson } from '../../src/python/json.ts';

/** Types without enums are compared with DSPy in signature-text.test.ts. */
describe('typeSchema', () => {
  const types: Readonly<Record<string, FieldType>> = {
    Color: enumOf('Color', { RED: 'red', BLUE: 'blue' }),
    Number: enumOf('Number', { ONE: 1, TWO: 2 }),
    Mixed: enumOf('Mixed', { ONE: 1, X: 'x' }),
  };

  it.each([
    ['Color', '{"type": "string", "enum": ["red", "blue"], "title": "Color"}'],
    ['Mixed', '{"enum": [1, "x"], "title": "Mixed"}'],
    [
      'list[Color]',
      '{"type": "array", "$defs": {"Color": {"type": "string", "enum": ["red", "blue"], "title": "Color"}}, "items": {"$ref": "#/$defs/Color"}}',
    ],
    [
      'dict[Color, int]',
      '{"type": "object", "$defs": {"Color": {"type": "string", "enum": ["red", "blue"], "title": "Color"}}, "additionalProperties": {"type": "integer"}, "propertyNames": {"$ref": "#/$defs/Color"}}',
    ],
    [
      'Union[None, Number, Color]',
      '{"$defs": {"Color": {"type": "string", "enum": ["red", "blue"], "title": "Color"}, "Number": {"type": "integer", "enum": [1, 2], "title": "Number"}}, "anyOf": [{"$ref": "#/$defs/Number"}, {"$ref": "#/$defs/Color"}, {"type": "null"}]}',
    ],
  ])('describes %s as pydantic does', (text, schema) => {
    const [, field] = parseSignature(`q -> a: ${text}`, { types }).fields;

    expect(field === undefined ? null : writePythonJson(typeSchema(field.type))).toBe(schema);
  });
});

function enumOf(name: string, members: Readonly<Record<string, string | number>>): FieldType {
  return { type: 'enum', name, members: Object.entries(members).map(([member, value]) => ({ name: member, value })) };
}
