import type { Message, Prompt, Sampling } from '../core/language-model.ts';
import { isReasoningModel } from './model-name.ts';
import { prefixMemo } from './prefix-memo.ts';
import type { BodyPiece } from './send-request.ts';

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

/** The body of the request, in pieces: the messages, then the parameters. */
export function chatBody({ messages }: Prompt, parameters: ChatParameters): readonly BodyPiece[] {
  const start = startOfBody(messages);
  const end = `${messages.slice(-1).map(messageJson).join()}],${JSON.stringify(parameters).slice(1)}`;
  return typeof start === 'string' ? [start + end] : [start, end];
}

/** A short text goes out together with the head of the request; a long one costs less as the bytes it will be. */
const startOfBody = prefixMemo((messages): BodyPiece => {
  const text = `{"messages":[${messages.map((message) => `${messageJson(message)},`).join('')}`;
  return text.length < LONG ? text : Buffer.from(text);
});

const LONG = 8192;

function messageJson({ role, content }: Message): string {
  return JSON.stringify({ role, content });
}
