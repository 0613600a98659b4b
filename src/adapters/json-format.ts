import type { Fields } from '../core/fields.ts';
import { inputFields, outputFields, type Signature } from '../core/signature.ts';
import { writePythonJson } from '../python/json.ts';
import { strip } from '../python/strings.ts';
import { placeholder, sections, typeReminder } from './field-text.ts';
import type { PromptStyle } from './prompt.ts';
import { jsonable } from './value-text.ts';

/** Inputs under headers, outputs as one JSON object. Source: DSPy 3.0.4, dspy/adapters/json_adapter.py. */
export const jsonStyle: PromptStyle = {
  structure,
  reminder: (outputs) => {
    const names = outputs.map((field) => `\`${field.name}\`${typeReminder(field)}`);
    return `Respond with a JSON object in the following order of fields: ${names.join(', then ')}.`;
  },
  answer: (outputs, values, missing) =>
    objectText(outputs.map(({ name }) => [name, Object.hasOwn(values, name) ? (values[name] ?? null) : missing])),
};

function structure(signature: Signature): string {
  return strip(
    [
      'All interactions will be structured in the following way, with the appropriate values filled in.',
      'Inputs will have the following structure:',
      strip(sections(inputFields(signature), placeholder).join('\n\n')),
      'Outputs will be a JSON object with the following fields.',
      objectText(outputFields(signature).map((field) => [field.name, placeholder(field)])),
    ].join('\n\n'),
  );
}

/** ASCII only: DSPy 3.0.4 escapes the rest (3.2 and later do not). */
function objectText(entries: readonly (readonly [string, Fields[string]])[]): string {
  return writePythonJson(jsonable(Object.fromEntries(entries)), { ascii: true, indent: 2 });
}
