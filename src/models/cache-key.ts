import { createHash, type Hash } from 'node:crypto';

import type { Fields, JsonValue } from '../core/fields.ts';
import type { Message, Prompt, Sampling } from '../core/language-model.ts';
import { PythonFloat } from '../python/float.ts';
import { canonicalJson } from '../python/json.ts';
import { isReasoningModel } from './model-name.ts';
import { prefixMemo } from './prefix-memo.ts';

/**
 * The name of a completion in a response cache: the SHA-256 in hex of the request as DSPy describes it, so two servers of the same
 * model share completions. `sampling` is complete, defaults included. Null where DSPy has no key and so does not cache: for text
 * with a lone surrogate.
 *
 * DSPy 3.0.4, dspy/clients/cache.py, Cache.cache_key; dspy/clients/lm.py, LM.forward.
 */
export function completionKey(model: string, prompt: Prompt, sampling: Sampling): string | null {
  try {
    return hashOf(model, prompt, sampling).digest('hex');
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Of the request's JSON text with sorted keys. What stands before the last message is the same in every call, and hashed once. */
function hashOf(model: string, { messages, responseFormat }: Prompt, sampling: Sampling): Hash {
  const { temperature, maxTokens, topP, seed, stop, rolloutId } = sampling;
  const beforeMessages = canonicalJson({
    _fn_identifier: 'dspy.clients.lm.litellm_completion',
    // DSPy always has the limit and the temperature, as null where nothing was set.
    [isReasoningModel(model) ? 'max_completion_tokens' : 'max_tokens']: maxTokens ?? null,
  });
  const afterMessages = canonicalJson({
    model,
    temperature: temperature === undefined ? null : new PythonFloat(temperature),
    ...present('top_p', topP === undefined ? undefined : new PythonFloat(topP)),
    ...present('seed', seed),
    ...present('stop', stop),
    ...present('response_format', responseFormat ?? undefined),
    ...present('rollout_id', rolloutId),
  });
  const last = messages.slice(-1).map(messageText);
  return startedHash(messages)(`${beforeMessages.slice(0, -1)},"messages":[`).update(
    `${last.join()}],${afterMessages.slice(1)}`,
  );
}

/** A function that gives a hash, to be gone on with, of the text it is handed and the messages before the last. */
const startedHash = prefixMemo((messages) => {
  const hashes = new Map<string, Hash>();
  const text = messages.map((message) => `${messageText(message)},`).join('');
  return (before: string): Hash => {
    const started = hashes.get(before) ?? createHash('sha256').update(before).update(text);
    hashes.set(before, started);
    return started.copy();
  };
});

function messageText({ role, content }: Message): string {
  return canonicalJson({ content, role });
}

function present(name: string, value: JsonValue | undefined): Fields {
  return value === undefined ? {} : { [name]: value };
}
