import { z } from 'zod';
import { placeholder } from '../../adapters/field-text.ts';
import { RagError } from '../../core/errors.ts';
import { inferPrefix } from '../../core/infer-prefix.ts';
import { parseSignature } from '../../core/signature-text.ts';
import { typeName } from '../../core/type-name.ts';
import { type Area, outcomeOf, type Vectors } from './area.ts';
import { readCases } from './cases.ts';

const field = z.strictObject({
  name: z.string(),
  role: z.enum(['input', 'output']),
  type: z.string(),
  prefix: z.string(),
  description: z.string(),
  placeholder: z.string(),
});
const recorded = z.union([
  z.strictObject({ text: z.string(), instructions: z.string(), fields: z.array(field) }),
  z.strictObject({ text: z.string(), error: z.string() }),
]);

export const prefix: Area = {
  name: 'prefix',
  description: "the prefix guessed from a field's name",
  check: async (vectors) => {
    const fields = (await readSignatures(vectors)).flatMap((one) => ('fields' in one ? one.fields : []));
    const byName = new Map(fields.map((one) => [one.name, one.prefix]));
    return Array.from(byName, ([name, expected]) => ({
      name,
      expected,
      found: outcomeOf(() => `${inferPrefix(name)}:`),
    }));
  },
};

export const signatures: Area = {
  name: 'signatures',
  description: 'fields, types, instructions and placeholders read from the text of a signature',
  check: async (vectors) =>
    (await readSignatures(vectors)).map((one) => ({
      name: JSON.stringify(one.text),
      expected: 'error' in one ? 'refused' : one,
      found: outcomeOf(() => describe(one.text)),
    })),
};

function readSignatures(vectors: Vectors): Promise<readonly z.infer<typeof recorded>[]> {
  return readCases(vectors, 'signatures.json', recorded);
}

/** Python's words for a text that is no signature are its own. */
function describe(text: string): unknown {
  try {
    const { instructions, fields } = parseSignature(text);
    const described = fields.map((one) => {
      const { name, role, type, prefix: shown, description } = one;
      return { name, role, type: typeName(type), prefix: shown, description, placeholder: placeholder(one) };
    });
    return { text, instructions, fields: described };
  } catch (error) {
    if (error instanceof RagError && error.code === 'SIGNATURE_INVALID') return 'refused';
    throw error;
  }
}
