import { chatAdapter } from '../../src/adapters/chat-adapter.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import type { Fields } from '../../src/core/fields.ts';
import { chainOfThought, predict } from '../../src/core/predictor.ts';
import type { Signature } from '../../src/core/signature.ts';
import { extractiveLanguageModel } from '../../src/models/extractive-language-model.ts';

const model = extractiveLanguageModel();
const { signal } = new AbortController();

export const RAG = chainOfThought('context, question -> answer').signature;

/** Demos as an optimizer makes them without a teacher: no context, no reasoning. */
export function labelled(...pairs: readonly (readonly [question: string, answer: string])[]): readonly Fields[] {
  return pairs.map(([question, answer]) => ({ question, answer }));
}

/** The parsed reply of the extractive model to a real prompt. */
export async function fieldsOf(
  signature: Signature | string,
  inputs: Fields,
  demos: readonly Fields[] = [],
  adapter: Adapter = chatAdapter(),
): Promise<Fields> {
  const whole = typeof signature === 'string' ? predict(signature).signature : signature;
  const { text } = await model.complete(adapter.format(whole, demos, inputs), {}, signal);
  return adapter.parse(whole, text);
}
