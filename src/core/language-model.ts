import type { Fields } from './fields.ts';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What one call sends: the messages and, for the JSON adapter, the `response_format` of the request. */
export interface Prompt {
  readonly messages: readonly Message[];
  readonly responseFormat: Fields | null;
}

/** Left-out values are not sent: the server's own default applies. */
export interface Sampling {
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Never sent: another value makes the cache miss, which is how a fresh sample is asked for. */
  readonly rolloutId?: number;
}

/** Tokens as the server counted them; 0 where it did not say. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface Completion {
  /** Empty when the server sent an empty or null content. */
  readonly text: string;
  /** The server's word: `stop`, `length`, `content_filter`, … */
  readonly finishReason: string;
  readonly usage: Usage;
  /** True when no request was made because the response cache held the answer. */
  readonly cached: boolean;
}

export interface LanguageModel {
  readonly model: string;
  /** What is sent unless a call says otherwise. */
  readonly defaults: Sampling;
  /** What a score with this model does not show; printed next to every score. Wrappers pass it on. */
  readonly caveat?: string;
  /**
   * One completion for one prompt; `sampling` overrides `defaults` name by name.
   *
   * @throws RagError MODEL_UNREACHABLE, KEY_REJECTED, MODEL_NOT_FOUND (the run cannot go on), MODEL_FAILED, MODEL_TIMEOUT,
   * CONTEXT_OVERFLOW, REPLY_INVALID (this call failed)
   */
  complete(prompt: Prompt, sampling: Sampling, signal: AbortSignal): Promise<Completion>;
}

export const NO_USAGE: Usage = { promptTokens: 0, completionTokens: 0 };

/** The sum of two counts. */
export function addUsage(left: Usage, right: Usage): Usage {
  return {
    promptTokens: left.promptTokens + right.promptTokens,
    completionTokens: left.completionTokens + right.completionTokens,
  };
}
