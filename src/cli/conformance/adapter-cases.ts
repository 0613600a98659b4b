import { z } from 'zod';
import type { Adapter } from '../../core/adapter.ts';
import { RagError } from '../../core/errors.ts';
import { type Fields, isFields } from '../../core/fields.ts';
import { type Check, outcomeOf, type Vectors } from './area.ts';
import { readCases } from './cases.ts';
import { recordedSignature, signatureOf } from './recorded-signature.ts';

const fields = z.custom<Fields>(isFields, 'expected an object');

const promptCase = recordedSignature.extend({
  demos: z.array(fields),
  inputs: fields,
  messages: z.array(z.strictObject({ role: z.string(), content: z.string() })),
});

/** Prompts written from demos and inputs of any kind. */
export async function checkPrompts(vectors: Vectors, name: string, adapter: Adapter): Promise<readonly Check[]> {
  const cases = await readCases(vectors, name, promptCase);
  return cases.map(({ demos, inputs, messages, ...signature }, index) => ({
    name: `${name} ${index}`,
    expected: messages,
    found: outcomeOf(() => adapter.format(signatureOf(signature), demos, inputs).messages),
  }));
}

const replyCase = recordedSignature.extend({
  reply: z.string(),
  fields: fields.optional(),
  error: z.string().optional(),
});

/** Replies read, or refused in the words of Python; the order of the fields counts. */
export async function checkReplies(vectors: Vectors, name: string, adapter: Adapter): Promise<readonly Check[]> {
  const cases = await readCases(vectors, name, replyCase);
  return cases.map(({ reply, fields: read, error, ...signature }, index) => ({
    name: `${name} ${index}`,
    expected: read === undefined ? error : Object.entries(read),
    found: outcomeOf(() => parsed(adapter, signature, reply)),
  }));
}

function parsed(adapter: Adapter, signature: z.infer<typeof recordedSignature>, reply: string): unknown {
  try {
    return Object.entries(adapter.parse(signatureOf(signature), reply));
  } catch (error) {
    if (error instanceof RagError && error.code === 'REPLY_UNPARSABLE') return error.details.dspyMessage;
    throw error;
  }
}
