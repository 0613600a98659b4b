import { describe, expect, it } from 'vitest';

import type { Cache } from '../../src/core/cache.ts';
import { RagError } from '../../src/core/errors.ts';
import type { Fields } from '../../src/core/fields.ts';
import type { Completion, LanguageModel, Prompt, Sampling } from '../../src/core/language-model.ts';
import { withCache } from '../../src/models/with-cache.ts';

const PROMPT: Prompt = { messages: [{ role: 'user', content: 'Hé?' }], responseFormat: null };
const { signal } = new AbortController();

/** Counts its calls in its answers; fails while `failing` is true. */
function countingModel() {
  const state = { calls: [] as Sampling[], failing: false };
  const languageModel: LanguageModel = {
    model: 'openai/counting',
    defaults: { temperature: 0 },
    complete: async (_, sampling): Promise<Completion> => {
      state.calls.push(sampling);
      const text = `answer ${state.calls.length}`;
      await Promise.resolve();
      if (state.failing) throw new RagError('MODEL_FAILED', 'no');
      return { text, finishReason: 'stop', usage: { promptTokens: 3, completionTokens: 2 }, cached: false };
    },
  };
  return { state, languageModel };
}

function mapCache(entries = new Map<string, Fields>()): Cache {
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => {
      entries.set(key, value);
    },
  };
}

describe('withCache', () => {
  it('asks once for equal requests and says what came from the cache', async () => {
    const { state, languageModel } = countingModel();
    const model = withCache(languageModel, mapCache());

    const first = await model.complete(PROMPT, {}, signal);
    const second = await model.complete(PROMPT, { temperature: 0 }, signal);

    expect(first).toEqual({
      text: 'answer 1',
      finishReason: 'stop',
      usage: { promptTokens: 3, completionTokens: 2 },
      cached: false,
    });
    expect(second).toEqual({
      text: 'answer 1',
      finishReason: 'stop',
      usage: { promptTokens: 0, completionTokens: 0 },
      cached: true,
    });
    expect(state.calls.length).toBe(1);
  });

  it('asks again for another rollout, temperature or prompt', async () => {
    const { state, languageModel } = countingModel();
    const model = withCache(languageModel, mapCache());

    await model.complete(PROMPT, {}, signal);
    await model.complete(PROMPT, { rolloutId: 1 }, signal);
    await model.complete(PROMPT, { temperature: 0.7 }, signal);
    await model.complete({ ...PROMPT, responseFormat: { type: 'json_object' } }, {}, signal);
    await model.complete(PROMPT, { rolloutId: 1 }, signal);

    expect(state.calls).toEqual([{}, { rolloutId: 1 }, { temperature: 0.7 }, {}]);
  });

  it('shares one call among equal requests at the same time', async () => {
    const { state, languageModel } = countingModel();
    const model = withCache(languageModel, mapCache());

    const completions = await Promise.all([1, 2, 3].map(() => model.complete(PROMPT, {}, signal)));

    expect(completions.map(({ text, cached }) => [text, cached])).toEqual([
      ['answer 1', false],
      ['answer 1', true],
      ['answer 1', true],
    ]);
    expect(state.calls.length).toBe(1);
  });

  it('does not keep failures', async () => {
    const { state, languageModel } = countingModel();
    const model = withCache(languageModel, mapCache());
    state.failing = true;
    await expect(model.complete(PROMPT, {}, signal)).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    state.failing = false;

    expect((await model.complete(PROMPT, {}, signal)).text).toBe('answer 2');
  });

  it('keeps empty texts, as DSPy does', async () => {
    const { languageModel } = countingModel();
    const empty = { ...languageModel, complete: async () => ({ ...COMPLETION, text: '' }) };
    const model = withCache(empty, mapCache());
    await model.complete(PROMPT, {}, signal);

    expect(await model.complete(PROMPT, {}, signal)).toMatchObject({ text: '', cached: true });
  });

  it('takes an entry it does not understand for a miss', async () => {
    const { languageModel } = countingModel();
    const model = withCache(languageModel, { ...mapCache(), get: async () => ({ text: 7 }) });

    expect(await model.complete(PROMPT, {}, signal)).toMatchObject({ text: 'answer 1', cached: false });
  });

  it('asks each time where DSPy has no key', async () => {
    const { state, languageModel } = countingModel();
    const model = withCache(languageModel, mapCache());
    const prompt: Prompt = { messages: [{ role: 'user', content: '\uD800' }], responseFormat: null };

    await model.complete(prompt, {}, signal);
    await model.complete(prompt, {}, signal);

    expect(state.calls.length).toBe(2);
  });

  it('shares entries between servers of the same model', async () => {
    const cache = mapCache();
    await withCache(countingModel().languageModel, cache).complete(PROMPT, {}, signal);

    expect(await withCache(countingModel().languageModel, cache).complete(PROMPT, {}, signal)).toMatchObject({
      cached: true,
    });
  });
});

const COMPLETION: Completion = {
  text: 'x',
  finishReason: 'stop',
  usage: { promptTokens: 0, completionTokens: 0 },
  cached: false,
};
