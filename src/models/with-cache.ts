import { z } from 'zod';

import type { Cache } from '../core/cache.ts';
import { type Completion, type LanguageModel, NO_USAGE } from '../core/language-model.ts';
import { completionKey } from './cache-key.ts';

/**
 * The same language model, which asks only once for the same prompt with the same sampling: what the cache holds, and what another
 * call is just asking for, comes back as `cached` and with no usage. Failures are not kept; texts that no adapter can parse are.
 *
 * DSPy 3.0.4, dspy/clients/cache.py. Another `rolloutId` makes another key.
 */
export function withCache(languageModel: LanguageModel, cache: Cache): LanguageModel {
  const { model, defaults } = languageModel;
  const pending = new Map<string, Promise<Completion>>();

  return {
    ...languageModel,
    complete: async (prompt, sampling, signal) => {
      const key = completionKey(model, prompt, { ...defaults, ...sampling });
      if (key === null) return languageModel.complete(prompt, sampling, signal);
      const shared = pending.get(key);
      if (shared !== undefined) return asCached(await shared);
      const answer = readOrAsk(key, () => languageModel.complete(prompt, sampling, signal));
      pending.set(key, answer);
      try {
        return await answer;
      } finally {
        pending.delete(key);
      }
    },
  };

  async function readOrAsk(key: string, ask: () => Promise<Completion>): Promise<Completion> {
    const stored = storedCompletion.safeParse(await cache.get(key));
    if (stored.success) return asCached(stored.data);
    const completion = await ask();
    await cache.set(key, { text: completion.text, finishReason: completion.finishReason });
    return completion;
  }
}

const storedCompletion = z.looseObject({ text: z.string(), finishReason: z.string() });

function asCached({ text, finishReason }: Pick<Completion, 'text' | 'finishReason'>): Completion {
  return { text, finishReason, usage: NO_USAGE, cached: true };
}
