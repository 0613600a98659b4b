import { readFileSync } from 'node:fs';
import type { Adapter } from '../../src/core/adapter.ts';
import { RagError } from '../../src/core/errors.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { Message } from '../../src/core/language-model.ts';
import { chainOfThought } from '../../src/core/predictor.ts';
import type { Signature } from '../../src/core/signature.ts';
import { parseSignature } from '../../src/core/signature-text.ts';
import { parsePythonJson } from '../../src/python/parse-json.ts';

interface SignatureCase {
  readonly signature: string;
  readonly predictor: 'predict' | 'chain_of_thought';
}

export interface PromptCase extends SignatureCase {
  readonly instructions: string | null;
  readonly descriptions: Readonly<Record<string, string>>;
  readonly demos: readonly Fields[];
  readonly inputs: Fields;
  readonly messages: readonly Message[];
}

/** What DSPy made of a reply: `fields`, or the text of its exception. */
export interface ReplyCase extends SignatureCase {
  readonly reply: string;
  readonly fields?: Fields;
  readonly error?: string;
}

/** The cases of a file in conformance/vectors, with Python's difference between 1 and 1.0 kept. */
export function recorded<Case>(name: string): readonly Case[] {
  const text = readFileSync(new URL(`../../conformance/vectors/${name}`, import.meta.url), 'utf8');
  // conformance/record/adapters.py writes exactly these shapes.
  const file = parsePythonJson(text) as unknown as { readonly cases: readonly Case[] };
  return file.cases;
}

export function signatureFor({
  signature: text,
  predictor,
  ...options
}: SignatureCase & Partial<PromptCase>): Signature {
  const { instructions = null, descriptions = {} } = options;
  const signature = parseSignature(text, instructions === null ? {} : { instructions });
  const fields = signature.fields.map((field) => ({
    ...field,
    description: descriptions[field.name] ?? field.description,
  }));
  const described = { ...signature, fields };
  return predictor === 'predict' ? described : chainOfThought(described).signature;
}

/** The same case with what `adapter` makes of the reply; the order of fields counts, and so they are a list. */
export function outcome(adapter: Adapter, { reply, ...signature }: ReplyCase): unknown {
  try {
    return { reply, fields: Object.entries(adapter.parse(signatureFor(signature), reply)) };
  } catch (error) {
    if (error instanceof RagError) return { reply, error: error.details.dspyMessage };
    throw error;
  }
}

export function expected({ reply, fields, error }: ReplyCase): unknown {
  return fields === undefined ? { reply, error } : { reply, fields: Object.entries(fields) };
}
