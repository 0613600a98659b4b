import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ProgressEvent } from '../../src/core/events.ts';
import type { Prompt } from '../../src/core/language-model.ts';
import { type OpenaiLanguageModelOptions, openaiLanguageModel } from '../../src/models/openai-language-model.ts';
import { NO_PROXIES } from '../../src/network/proxies.ts';
import { testLanguageModel } from '../contracts/language-model.contract.ts';
import { type FakeOpenaiServer, type OpenaiServerOptions, openaiServer, requestTo } from '../fakes/openai-server.ts';
import { failureOf } from './failure-of.ts';

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
    proxies: NO_PROXIES,
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

  it('sends a response format and overrides defaults name by name', async () => {
    server = await openaiServer();
    const model = modelOf(server.baseUrl, { defaults: { temperature: 0, maxTokens: 100 } });

    await model.complete({ ...PROMPT, responseFormat: { type: 'json_object' } }, { temperature: 0.7 }, signal);

    expect(server.chats).toEqual([
      {
        messages: PROMPT.messages,
        model: 'gemma-3-4b-it',
        max_tokens: 100,
        response_format: { type: 'json_object' },
        temperature: 0.7,
      },
    ]);
  });

  it.each(['openai/o3-mini', 'gpt-5-nano', 'o1'])('limits %s by max_completion_tokens', async (name) => {
    server = await openaiServer({ flavour: 'llama.cpp' });

    await modelOf(server.baseUrl, { model: name, defaults: { maxTokens: 16_000 } }).complete(PROMPT, {}, signal);

    expect(server.chats).toEqual([
      { messages: PROMPT.messages, model: name.replace('openai/', ''), max_completion_tokens: 16_000 },
    ]);
  });

  it('leaves out what a model does not support, from then on', async () => {
    server = await openaiServer({
      chat: (body) => {
        if ('max_tokens' in body) return unsupported('max_tokens', "Use 'max_completion_tokens' instead.");
        if ('stop' in body) return unsupported('stop', 'Unsupported parameter.');
        return 'Paris';
      },
    });
    const model = modelOf(server.baseUrl, { defaults: { maxTokens: 9, stop: ['x'], seed: 1 } });

    expect((await model.complete(PROMPT, {}, signal)).text).toBe('Paris');
    expect((await model.complete(PROMPT, {}, signal)).text).toBe('Paris');

    const sent = { messages: PROMPT.messages, model: 'gemma-3-4b-it', max_completion_tokens: 9, seed: 1 };
    expect(server.chats.slice(2)).toEqual([sent, sent]);
    expect(events).toEqual([
      {
        type: 'notice',
        code: 'PARAMETER_UNSUPPORTED',
        message:
          "max_tokens is not supported, max_completion_tokens is sent in its place: Use 'max_completion_tokens' instead.",
      },
      {
        type: 'notice',
        code: 'PARAMETER_UNSUPPORTED',
        message: 'stop is not supported, it is left out: Unsupported parameter.',
      },
    ]);
  });

  it('does not go round in circles with a server that refuses everything', async () => {
    const model = await start({ chat: () => unsupported('temperature', 'No.') });

    expect(await failureOf(model.complete(PROMPT, { temperature: 1 }, signal))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, no retry)
      http://127.0.0.1:PORT/v1 refused the request (HTTP 400): No.
      check the model and the options sent to it"
    `);
    expect(server.chats.length).toBe(2);
  });

  it('F-32: names the models there are, nearest first', async () => {
    const models = ['llama3:8b', 'gemma-3-4b-it:Q4', ...Array.from({ length: 20 }, (_, index) => `model-${index}`)];
    const model = await start({ models });

    expect(await failureOf(model.complete(PROMPT, {}, signal))).toMatchInlineSnapshot(`
      "MODEL_NOT_FOUND (data, no retry)
      http://127.0.0.1:PORT/v1 has no model "gemma-3-4b-it": The model \`gemma-3-4b-it\` does not exist or you do not have access to it.
      the server has: gemma-3-4b-it:Q4, llama3:8b, model-0, model-1, model-2, model-3, model-4, model-5, model-6, model-7"
    `);
  });

  it('F-32: says so when the server lists nothing', async () => {
    const model = await start({ flavour: 'ollama', models: [] });

    expect(await failureOf(model.complete(PROMPT, {}, signal))).toMatchInlineSnapshot(`
      "MODEL_NOT_FOUND (data, no retry)
      http://127.0.0.1:PORT/v1 has no model "gemma-3-4b-it": model 'gemma-3-4b-it' not found
      fetch it:  ollama pull gemma-3-4b-it
      the server lists no models"
    `);
  });

  it('F-33: notices once that llama.cpp serves another model than was asked for', async () => {
    const model = await start({ flavour: 'llama.cpp', models: ['/models/Llama-3-8B.gguf'] });

    await model.complete(PROMPT, {}, signal);
    await model.complete(PROMPT, {}, signal);

    expect(events.map(hidePort)).toEqual([
      {
        type: 'notice',
        code: 'MODEL_DIFFERS',
        message: 'http://127.0.0.1:PORT/v1 was asked for "gemma-3-4b-it" and serves "/models/Llama-3-8B.gguf"',
      },
    ]);
  });

  it('F-33: takes a path to the weights for the model', async () => {
    const model = await start({ flavour: 'llama.cpp', models: ['/models/gemma-3-4b-it-Q4_K_M.gguf'] });

    await model.complete(PROMPT, {}, signal);

    expect(events).toEqual([]);
  });

  it('F-35: notices once that a prompt was cut', async () => {
    const model = await start();
    const usage = { prompt_tokens: 4096, completion_tokens: 1 };
    const body = { choices: [{ message: { content: 'x' }, finish_reason: 'stop' }], usage };
    server.addFault({ matches: requestTo('/v1/chat/completions'), reply: { body } });
    const long: Prompt = { messages: [{ role: 'user', content: 'word '.repeat(10_000) }], responseFormat: null };

    await model.complete(long, {}, signal);
    await model.complete(long, {}, signal);

    expect(events.map(hidePort)).toEqual([
      {
        type: 'notice',
        code: 'INPUT_TRUNCATED',
        message:
          'http://127.0.0.1:PORT/v1 seems to have cut a prompt: it counted far fewer tokens than were sent; give the model a larger context',
      },
    ]);
  });

  it('F-36: gives a reply that was cut as it is, and says so once', async () => {
    const model = await start({ chat: () => ({ content: 'Par', finishReason: 'length' }) });

    await model.complete(PROMPT, {}, signal);
    expect(await model.complete(PROMPT, {}, signal)).toMatchObject({ text: 'Par', finishReason: 'length' });

    expect(events).toEqual([
      {
        type: 'notice',
        code: 'REPLY_TRUNCATED',
        message:
          '"gemma-3-4b-it" was stopped at the token limit before it was done; raise maxTokens, or give it a larger context',
      },
    ]);
  });

  it('F-37: takes a null content for an empty text, as DSPy does', async () => {
    const model = await start({ chat: () => ({ content: null }) });

    expect((await model.complete(PROMPT, {}, signal)).text).toBe('');
  });

  it('F-37: fails on a refusal in words', async () => {
    const model = await start({
      chat: () => ({ content: null, refusal: `I can't help with that. ${'x'.repeat(500)}` }),
    });

    expect(await failureOf(model.complete(PROMPT, {}, signal))).toMatchInlineSnapshot(`
      "REPLY_INVALID (data, retry)
      "gemma-3-4b-it" refused to answer: I can't help with that. xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      ask in other words, or use another model"
    `);
  });

  it.each([
    ['F-37: no choices', { choices: [] }, 'sent a chat completion without choices'],
    ['no list of choices', { a: 1 }, 'sent no chat completion: choices: expected array, received undefined'],
    [
      'a choice without a message',
      { choices: [{}] },
      'sent no chat completion: choices.0.message: expected object, received undefined',
    ],
    ['a number', 7, 'sent no chat completion: the reply: expected object, received number'],
  ])('refuses %s', async (_, body, message) => {
    const model = await start();
    server.addFault({ matches: requestTo('/v1/chat/completions'), reply: { body } });

    expect(await failureOf(model.complete(PROMPT, {}, signal))).toBe(
      `REPLY_INVALID (data, retry)\nhttp://127.0.0.1:PORT/v1 ${message}\ncheck that the server and the model are meant for chat completions`,
    );
  });

  it('gives 0 tokens and an unknown reason where the server says nothing', async () => {
    const model = await start();
    const body = { choices: [{ message: { content: 'x' }, finish_reason: null }], usage: null };
    server.addFault({ matches: requestTo('/v1/chat/completions'), reply: { body } });

    expect(await model.complete(PROMPT, {}, signal)).toEqual({
      text: 'x',
      finishReason: 'unknown',
      usage: { promptTokens: 0, completionTokens: 0 },
      cached: false,
    });
  });

  it('F-14: stops on a wrong key', async () => {
    server = await openaiServer({ apiKey: 'right', flavour: 'openai' });

    expect(await failureOf(modelOf(server.baseUrl).complete(PROMPT, {}, signal))).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:PORT/v1 wants a key and none is configured: Incorrect API key provided.
      name its environment variable in the config file:  apiKey: \${OPENAI_API_KEY}"
    `);
  });

  it('refuses a base URL that is none', () => {
    expect(() => modelOf('localhost:8080')).toThrow('base URL "localhost:8080" is not an http or https URL');
  });
});

function unsupported(param: string, message: string) {
  return { error: { status: 400, message, code: 'unsupported_parameter', param } };
}

function hidePort<T>(event: T): T {
  return JSON.parse(JSON.stringify(event).replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'));
}
