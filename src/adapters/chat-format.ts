import { type Field, inputFields, outputFields, type Signature } from '../core/signature.ts';
import { strip } from '../python/strings.ts';
import { placeholder, sections, typeReminder } from './field-text.ts';
import type { PromptStyle } from './prompt.ts';
import { valueText } from './value-text.ts';

/** Every field under a header of its own: `[[ ## answer ## ]]`. Source: DSPy 3.0.4, dspy/adapters/chat_adapter.py. */
export const chatStyle: PromptStyle = {
  structure,
  reminder: (outputs) => {
    const headers = outputs.map((field) => `\`[[ ## ${field.name} ## ]]\`${typeReminder(field)}`);
    return `Respond with the corresponding output fields, starting with the field ${headers.join(', then ')}, and then ending with the marker for \`[[ ## completed ## ]]\`.`;
  },
  answer: (outputs, values, missing) => {
    const shown = sections(outputs, ({ name, type }) =>
      valueText(type, Object.hasOwn(values, name) ? (values[name] ?? null) : missing),
    );
    return `${strip(shown.join('\n\n'))}\n\n[[ ## completed ## ]]\n`;
  },
};

function structure(signature: Signature): string {
  const block = (fields: readonly Field[]) => strip(sections(fields, placeholder).join('\n\n'));
  return strip(
    [
      'All interactions will be structured in the following way, with the appropriate values filled in.',
      block(inputFields(signature)),
      block(outputFields(signature)),
      '[[ ## completed ## ]]',
    ].join('\n\n'),
  );
}
