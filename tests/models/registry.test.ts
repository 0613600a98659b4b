import { afterEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import { findEntry } from '../../src/core/registry.ts';
import { embedders, languageModels, type ModelNeeds } from '../../src/models/registry.ts';
import { NO_PROXIES } from '../../src/network/proxies.ts';
import { type FakeOpenaiServer, openaiServer, requestTo } from '../fakes/openai-server.ts';

let server: FakeOpenaiServer;
let events: ProgressEvent[] = [];

const needs: ModelNeeds = {
  report: (event) => events.push(event),
  sleep: async () => {},
  random: () => 0.5,
  concurrency: 2,
  proxies: NO_PROXIES,
};

afterEach(async () => {
  events = [];
  await server.close();
});

const { signal } = new AbortController();
const PROMPT = { messages: [{ role: 'user' as const, content: 'Hé?' }], responseFormat: null };

describe('languageModels', () => {
  it('builds a model that retries, with its sampling options as defaults', async () => {
    server = await openaiServer();
    server.addFault({ matches: requestTo('/v1/chat/completions'), times: 2, reply: { status: 500, body: 'boom' } });
    const options = { model: 'gemma-3-4b-it', baseUrl: server.baseUrl, temperature: 0, maxTokens: 50, retries: 2 };

    const model = await findEntry(languageModels, 'openai-compatible')?.build(options, needs);

    expect(model?.model).toBe('openai/gemma-3-4b-it');
    expect(model?.defaults).toEqual({ temperature: 0, maxTokens: 50 });
    expect((await model?.complete(PROMPT, {}, signal))?.text).toBe('Paris');
    expect(events.map(({ type }) => type)).toEqual(['retry', 'retry']);
  });

  it('keeps to the concurrency', async () => {
    server = await openaiServer({ chat: (body) => new Promise((resolve) => setTimeout(resolve, 5, body.model)) });
    const model = await findEntry(languageModels, 'openai')?.build(
      { model: 'gemma-3-4b-it', baseUrl: server.baseUrl },
      needs,
    );

    await Promise.all(Array.from({ length: 8 }, () => model?.complete(PROMPT, {}, signal)));

    expect(server.mostInFlight).toBe(2);
  });

  it('refuses options it does not know', async () => {
    server = await openaiServer();
    const built = findEntry(languageModels, 'openai')?.build({ model: 'm', baseUrl: 'http://x', temprature: 0 }, needs);

    await expect(built).rejects.toThrow('temprature');
  });
});

describe('embedders', () => {
  it('builds an embedder that retries', async () => {
    server = await openaiServer({ dimensions: 8 });
    server.addFault({ matches: requestTo('/v1/embeddings'), times: 1, reply: { status: 503, body: 'busy' } });
    const options = { model: 'openai/qwen3-embedding:0.6b', baseUrl: server.baseUrl, dimensions: 8 };

    const embedder = await findEntry(embedders, 'openai')?.build(options, needs);

    expect(embedder?.dimensions).toBe(8);
    expect((await embedder?.embed(['a', 'b'], signal))?.map(({ length }) => length)).toEqual([8, 8]);
    expect(events.map(({ type }) => type)).toEqual(['retry']);
  });

  it('tells what belongs before a passage, and puts it before no text itself', async () => {
    server = await openaiServer({ dimensions: 8 });
    const options = { model: 'qwen3-embedding:0.6b', baseUrl: server.baseUrl, documentInstruction: 'passage: ' };

    const embedder = await findEntry(embedders, 'openai')?.build(options, needs);
    await embedder?.embed(['a question'], signal);

    expect(embedder?.documentInstruction).toBe('passage: ');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ input: ['a question'] });
  });
});
