import type { Prompt, Sampling } from '../core/language-model.ts';
import { isReasoningModel } from './model-name.ts';

/** A sampling parameter as the server names it, with the value to send. */
export type ChatRequest = Readonly<Record<string, unknown>>;

/**
 * The body of one chat completion: never `stream`, never `n`, nothing that was not set. Keys are in the order in which DSPy 3.0.4
 * (through litellm and the Python client) sends them: messages, model, the rest by name.
 */
export function chatRequest(model: string, { messages, responseFormat }: Prompt, sampling: Sampling): ChatRequest {
  const { temperature, maxTokens, topP, seed, stop } = sampling;
  const limit = isReasoningModel(model) ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens };
  const body = {
    messages: messages.map(({ role, content }) => ({ role, content })),
    model,
    ...limit,
    response_format: responseFormat ?? undefined,
    seed,
    stop,
    temperature,
    top_p: topP,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
