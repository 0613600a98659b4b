import type { Adapter } from '../../src/core/adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { Prompt } from '../../src/core/language-model.ts';
import { outputFields } from '../../src/core/signature.ts';

/** What a prompt of the plain adapter says. */
export interface PlainPrompt {
  readonly adapter: string;
  readonly instructions: string;
  readonly demos: readonly Fields[];
  readonly inputs: Fields;
}

/** A prompt format without wording: one message with everything as JSON; the reply is a JSON object of the outputs. */
export function plainAdapter(name: string, fallback: Adapter | null = null): Adapter {
  return {
    name,
    fallback,
    format: ({ instructions }, demos, inputs) => ({
      messages: [{ role: 'user', content: JSON.stringify({ adapter: name, instructions, demos, inputs }) }],
      responseFormat: null,
    }),
    parse: (signature, text) => {
      const reply = objectIn(text);
      const missing = outputFields(signature).filter((field) => !(field.name in reply));
      if (missing.length === 0) return reply;
      throw new RagError('REPLY_UNPARSABLE', `the reply lacks ${missing.map((field) => field.name).join(', ')}`);
    },
  };
}

/** What a plain adapter put into a prompt. */
export function plainPrompt({ messages }: Prompt): PlainPrompt {
  return JSON.parse(messages[0]?.content ?? '');
}

function objectIn(text: string): Fields {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RagError('REPLY_UNPARSABLE', `the reply is not JSON: ${text}`, { cause });
  }
}
