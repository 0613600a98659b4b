import { afterEach, describe, expect, it } from 'vitest';

import { RagError } from '../../src/core/errors.ts';
import type { LanguageModel, Prompt } from '../../src/core/language-model.ts';

export interface LanguageModelUnderTest {
  readonly languageModel: LanguageModel;
  close(): Promise<void>;
}

/** What every language model keeps, whatever it is made of. */
export function testLanguageModel(name: string, make: () => Promise<LanguageModelUnderTest>): void {
  describe(`${name} as a language model`, () => {
    let subject: LanguageModelUnderTest | null = null;

    const create = async (): Promise<LanguageModel> => {
      subject = await make();
      return subject.languageModel;
    };

    afterEach(async () => {
      await subject?.close();
      subject = null;
    });

    it('answers a prompt with a text, a finish reason and counted tokens', async () => {
      const languageModel = await create();

      const completion = await languageModel.complete(PROMPT, { temperature: 0 }, new AbortController().signal);

      expect(Object.keys(completion).sort()).toEqual(['cached', 'finishReason', 'text', 'usage']);
      expect(typeof completion.text).toBe('string');
      expect(completion.finishReason).not.toBe('');
      expect(completion.cached).toBe(false);
      expect(completion.usage.promptTokens).toBeGreaterThanOrEqual(0);
      expect(completion.usage.completionTokens).toBeGreaterThanOrEqual(0);
    });

    it('gives the same text for the same prompt at temperature 0', async () => {
      const languageModel = await create();
      const { signal } = new AbortController();

      const first = await languageModel.complete(PROMPT, { temperature: 0 }, signal);
      const second = await languageModel.complete(PROMPT, { temperature: 0 }, signal);

      expect(second.text).toBe(first.text);
    });

    it('keeps calls that run at the same time apart', async () => {
      const languageModel = await create();
      const { signal } = new AbortController();
      const prompts = ['France', 'Italy', 'Spain'].map(capitalOf);

      const together = await Promise.all(prompts.map((prompt) => languageModel.complete(prompt, {}, signal)));
      const alone = [];
      for (const prompt of prompts) alone.push(await languageModel.complete(prompt, {}, signal));

      expect(together.map(({ text }) => text)).toEqual(alone.map(({ text }) => text));
    });

    it('changes neither the prompt nor the sampling', async () => {
      const languageModel = await create();
      const prompt = structuredClone(PROMPT);
      const sampling = { temperature: 0, maxTokens: 20, stop: ['x'], rolloutId: 3 };

      await languageModel.complete(prompt, sampling, new AbortController().signal);

      expect(prompt).toEqual(PROMPT);
      expect(sampling).toEqual({ temperature: 0, maxTokens: 20, stop: ['x'], rolloutId: 3 });
    });

    it('stops with INTERRUPTED when the signal is aborted', async () => {
      const languageModel = await create();
      const controller = new AbortController();
      controller.abort();

      const failure = await languageModel.complete(PROMPT, {}, controller.signal).catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(RagError);
      expect(failure).toMatchObject({ code: 'INTERRUPTED', retry: null });
    });

    it('has a name', async () => {
      expect((await create()).model).not.toBe('');
    });
  });
}

function capitalOf(country: string): Prompt {
  return {
    messages: [
      { role: 'system', content: 'Answer in one word.' },
      { role: 'user', content: `[[ ## question ## ]]\nWhat is the capital of ${country}?` },
    ],
    responseFormat: null,
  };
}

const PROMPT = capitalOf('France');
