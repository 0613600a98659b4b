import type { FieldType } from '../core/field-type.ts';
import type { Fields } from '../core/fields.ts';
import { defaultDescription, type Field } from '../core/signature.ts';
import { typeName } from '../core/type-name.ts';
import { writePythonJson } from '../python/json.ts';
import { pythonStr } from '../python/repr.ts';
import { strip } from '../python/strings.ts';
import { typeSchema } from './type-schema.ts';

/**
 * The numbered list of fields with type, description and constraints.
 *
 * Source: DSPy 3.0.4, dspy/adapters/utils.py, get_field_description_string.
 */
export function fieldList(fields: readonly Field[]): string {
  return strip(fields.map((field, index) => `${index + 1}. ${fieldLine(field)}`).join('\n'));
}

function fieldLine({ name, type, description, constraints }: Field): string {
  const shown = description === defaultDescription(name) ? '' : description;
  const limits = constraints === null ? '' : `\nConstraints: ${constraints}`;
  return `\`${name}\` (${typeName(type)}): ${shown}${limits}`;
}

/**
 * What stands for a field's value where the prompt explains its structure: `{answer}`, with a note on what an output must look like.
 *
 * Source: DSPy 3.0.4, dspy/adapters/utils.py, translate_field_type.
 */
export function placeholder({ name, role, type }: Field): string {
  const note = role === 'input' ? '' : valueNote(type);
  return note === '' ? `{${name}}` : `{${name}}        # note: the value you produce ${note}`;
}

function valueNote(type: FieldType): string {
  switch (type.type) {
    case 'str':
      return '';
    case 'bool':
      return 'must be True or False';
    case 'int':
    case 'float':
      return `must be a single ${type.type} value`;
    case 'enum':
      return `must be one of: ${type.members.map(({ value }) => pythonStr(value)).join('; ')}`;
    case 'literal':
      return `must exactly match (no extra characters) one of: ${type.values.map(pythonStr).join('; ')}`;
    default:
      return `must adhere to the JSON schema: ${writePythonJson(typeSchema(type))}`;
  }
}

/** ` (must be formatted as a valid Python int)` behind an output's name; nothing for text. */
export function typeReminder({ type }: Field): string {
  return type.type === 'str' ? '' : ` (must be formatted as a valid Python ${typeName(type)})`;
}

/** Fields under their headers, `[[ ## question ## ]]`, each with the text `textOf` gives for it. */
export function sections(fields: readonly Field[], textOf: (field: Field) => string): readonly string[] {
  return fields.map((field) => `[[ ## ${field.name} ## ]]\n${textOf(field)}`);
}

/** The fields whose value is given, absent ones left out. */
export function given(fields: readonly Field[], values: Fields): readonly Field[] {
  return fields.filter(({ name }) => Object.hasOwn(values, name));
}
