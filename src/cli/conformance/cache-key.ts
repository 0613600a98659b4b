import { z } from 'zod';
import { type Fields, isFields } from '../../core/fields.ts';
import type { Sampling } from '../../core/language-model.ts';
import { completionKey } from '../../models/cache-key.ts';
import { type Area, outcomeOf } from './area.ts';
import { readPlain } from './cases.ts';

/** DSPy's names. */
const sampling = z.strictObject({
  temperature: z.number().optional(),
  max_tokens: z.int().optional(),
  top_p: z.number().optional(),
  seed: z.int().optional(),
  stop: z.array(z.string()).optional(),
  rollout_id: z.int().nullish(),
  response_format: z.custom<Fields>(isFields, 'expected an object').optional(),
});
const message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const file = z.looseObject({
  cases: z.array(
    z.strictObject({
      model: z.string(),
      defaults: sampling,
      call: sampling,
      messages: z.array(message),
      key: z.string(),
    }),
  ),
});

export const cacheKey: Area = {
  name: 'cache-key',
  description: 'the key under which a completion is cached',
  check: async (vectors) => {
    const { cases } = await readPlain(vectors, 'cache-keys.json', file);
    return cases.map(({ model, defaults, call, messages, key }) => ({
      name: `${model} ${JSON.stringify({ ...defaults, ...call })}`,
      expected: key,
      found: outcomeOf(() => {
        const prompt = { messages, responseFormat: call.response_format ?? null };
        return completionKey(model, prompt, samplingOf({ ...defaults, ...call }));
      }),
    }));
  },
};

function samplingOf({ temperature, max_tokens, top_p, seed, stop, rollout_id }: z.infer<typeof sampling>): Sampling {
  const named = { temperature, maxTokens: max_tokens, topP: top_p, seed, stop, rolloutId: rollout_id ?? undefined };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
