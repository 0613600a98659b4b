import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import type { Prompt } from '../../src/core/language-model.ts';
import { type OpenaiLanguageModelOptions, openaiLanguageModel } from '../../src/models/openai-language-model.ts';
import { testLanguageModel } from '../contracts/language-model.contract.ts';
import { type FakeOpenaiServer, type OpenaiServerOptions, openaiServer, requestTo } from '../fakes/openai-server.ts';

const PROMPT: Prompt = { messages: [{ role: 'user', content: 'Hé?' }], responseFormat: null };

let server: FakeOpenaiServer;
let events: ProgressEvent[] = [];
let slept: number[] = [];

beforeEach(() => {
  events = [];
  slept = [];
});

afterEach(async () => {
  await server.close();
});

function modelOf(baseUrl: string, options: Partial<OpenaiLanguageModelOptions> = {}) {
  return openaiLanguageModel({
    model: 'openai/gemma-3-4b-it',
    baseUrl,
    apiKey: null,
    defaults: {},
    timeoutMs: 10_000,
    waitReadyMs: 3000,
    concurrency: 4,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
    },
    report: (event) => events.push(event),
    ...options,
  });
}

async function start(options: OpenaiServerOptions = {}) {
  server = await openaiServer(options);
  return modelOf(server.baseUrl);
}

const { signal } = new AbortController();

testLanguageModel('openaiLanguageModel', async () => {
  const languageModel = await start({
    chat: ({ messages }) => (messages.at(-1)?.content.includes('France') ? 'Paris' : 'elsewhere'),
  });
  return { languageModel, close: async () => {} };
});

describe('openaiLanguageModel', () => {
  it('gives the text, the finish reason and the tokens', async () => {
    const model = await start({ chat: () => ({ content: 'Paris is', finishReason: 'length' }) });

    expect(await model.complete(PROMPT, {}, signal)).toEqual({
      text: 'Paris is',
      finishReason: 'length',
      usage: { promptTokens: 1, completionTokens: 2 },
      cached: false,
    });
    expect(model.model).toBe('openai/gemma-3-4b-it');
  });

  it('sends what DSPy sends, and nothing else', async () => {
    server = await openaiServer();
    const defaults = { temperature: 0, maxTokens: 100, topP: 0.9, seed: 3, stop: ['x'] };
    const model = modelOf(server.baseUrl, { defaults, apiKey: 'secret' });

    await model.complete(PROMPT, { rolloutId: 7 }, signal);

    const [request] = server.requests.filter(requestTo('/v1/chat/completions'));
    expect(request?.body).toBe(
      '{"messages":[{"role":"user","content":"Hé?"}],"model":"gemma-3-4b-it","max_tokens":100,"seed":3,"stop":["x"],"temperature":0,"top_p":0.9}',
    );
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      authorization: 'Bearer secret',
      'content-type': 'application/json',
    });
    expect(Object.keys(request?.headers ?? {}).filter((name) => /stainless|openai/.test(name))).toEqual([]);
  });
});
