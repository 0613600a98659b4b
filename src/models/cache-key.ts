import { createHash } from 'node:crypto';

import type { Fields, JsonValue } from '../core/fields.ts';
import type { Prompt, Sampling } from '../core/language-model.ts';
import { PythonFloat } from '../python/float.ts';
import { canonicalJson } from '../python/json.ts';
import { isReasoningModel } from './model-name.ts';

/**
 * The name of a completion in a response cache: the SHA-256 in hex of the request as DSPy describes it, so two servers of the same
 * model share completions. `sampling` is complete, defaults included. Null where DSPy has no key and so does not cache: for text
 * with a lone surrogate.
 *
 * DSPy 3.0.4, dspy/clients/cache.py, Cache.cache_key; dspy/clients/lm.py, LM.forward.
 */
export function completionKey(model: string, prompt: Prompt, sampling: Sampling): string | null {
  const request = describeRequest(model, prompt, sampling);
  try {
    return createHash('sha256').update(canonicalJson(request)).digest('hex');
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function describeRequest(model: string, prompt: Prompt, sampling: Sampling): Fields {
  const { temperature, maxTokens, topP, seed, stop, rolloutId } = sampling;
  return {
    _fn_identifier: 'dspy.clients.lm.litellm_completion',
    model,
    messages: prompt.messages.map(({ role, content }) => ({ role, content })),
    // DSPy always has these two, as null where nothing was set.
    temperature: temperature === undefined ? null : new PythonFloat(temperature),
    [isReasoningModel(model) ? 'max_completion_tokens' : 'max_tokens']: maxTokens ?? null,
    ...present('top_p', topP === undefined ? undefined : new PythonFloat(topP)),
    ...present('seed', seed),
    ...present('stop', stop),
    ...present('response_format', prompt.responseFormat ?? undefined),
    ...present('rollout_id', rolloutId),
  };
}

function present(name: string, value: JsonValue | undefined): Fields {
  return value === undefined ? {} : { [name]: value };
}
