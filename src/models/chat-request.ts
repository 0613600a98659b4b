import type { Message, Prompt, Sampling } from '../core/language-model.ts';
import { isReasoningModel } from './model-name.ts';
import { prefixMemo } from './prefix-memo.ts';

/** All that a request says besides its messages: the parameters as the server names them, with the values to send. */
export type ChatParameters = Readonly<Record<string, unknown>>;

/**
 * What one chat completion is asked for: never `stream`, never `n`, nothing that was not set. Keys are in the order in which DSPy 3.0.4
 * (through litellm and the Python client) sends them: model, the rest by name.
 */
export function chatParameters(model: string, { responseFormat }: Prompt, sampling: Sampling): ChatParameters {
  const { temperature, maxTokens, topP, seed, stop } = sampling;
  const limit = isReasoningModel(model) ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens };
  const all = { model, ...limit, response_format: responseFormat ?? undefined, seed, stop, temperature, top_p: topP };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The body of the request: the messages, then the parameters. */
export function chatBody({ messages }: Prompt, parameters: ChatParameters): Buffer {
  const end = `${messages.slice(-1).map(messageJson).join()}],${JSON.stringify(parameters).slice(1)}`;
  return Buffer.concat([startOfBody(messages), Buffer.from(end)]);
}

/** The messages that are the same in many calls are written once. */
const startOfBody = prefixMemo((messages) => {
  return Buffer.from(`{"messages":[${messages.map((message) => `${messageJson(message)},`).join('')}`);
});

function messageJson({ role, content }: Message): string {
  return JSON.stringify({ role, content });
}
