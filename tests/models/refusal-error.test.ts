import { describe, expect, it } from 'vitest';

import { readRefusal } from '../../src/models/refusal.ts';
import { refusalError } from '../../src/models/refusal-error.ts';
import { serverAddress } from '../../src/models/server-address.ts';
import { EMBEDDER_CODES, LANGUAGE_MODEL_CODES, type ServerContext } from '../../src/models/server-context.ts';
import type { Reply } from '../fakes/local-server.ts';
import { errorReply, serverErrors } from '../fakes/openai-errors.ts';
import { describeFailure } from './failure-of.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

const completions: ServerContext = {
  serves: 'completions',
  address: serverAddress('http://127.0.0.1:8080/v1'),
  proxy: null,
  model: 'gemma-3-4b-it',
  apiKey: null,
  codes: LANGUAGE_MODEL_CODES,
};
const embeddings: ServerContext = { ...completions, serves: 'embeddings', codes: EMBEDDER_CODES };

function refused({ status = 200, body, headers = {} }: Reply, context: ServerContext = completions): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  const refusal = readRefusal(status, body === undefined ? '' : text, new Headers(headers), context.apiKey);
  return describeFailure(refusalError(refusal, context, NOW));
}

describe('refusalError', () => {
  it('F-11: takes a 404 that does not speak of a model for a wrong path', () => {
    expect(refused(serverErrors.routeMissing('llama.cpp', 'POST', '/chat/completions'))).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:8080/v1 has nothing at that path (HTTP 404): File Not Found
      is the base URL right? without /v1 it is  http://127.0.0.1:8080"
    `);
    const without = { ...completions, address: serverAddress('http://127.0.0.1:11434') };
    expect(refused(serverErrors.routeMissing('ollama', 'POST', '/chat/completions'), without)).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:PORT has nothing at that path (HTTP 404): 404 page not found
      is /v1 missing in the base URL? with it, it is  http://127.0.0.1:PORT/v1"
    `);
    expect(refused(serverErrors.routeMissing('openai', 'POST', '/v2/chat'))).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:8080/v1 has nothing at that path (HTTP 404): Invalid URL (POST /v2/chat)
      is the base URL right? without /v1 it is  http://127.0.0.1:8080"
    `);
    expect(refused(serverErrors.routeMissing('vllm', 'POST', '/chat'))).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:8080/v1 has nothing at that path (HTTP 404): Not Found
      is the base URL right? without /v1 it is  http://127.0.0.1:8080"
    `);
    expect(refused({ status: 404, body: '<html><body>nginx</body></html>' })).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:8080/v1 has nothing at that path (HTTP 404)
      is the base URL right? without /v1 it is  http://127.0.0.1:8080"
    `);
    expect(refused({ status: 405, body: '' })).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:8080/v1 has nothing at that path (HTTP 405)
      is the base URL right? without /v1 it is  http://127.0.0.1:8080"
    `);
  });

  it('F-14: names at most the last four characters of a rejected key', () => {
    const context = { ...completions, apiKey: 'sk-0123456789abcdef' };

    expect(refused(serverErrors.keyRejected('llama.cpp'), context)).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:8080/v1 does not accept the key …cdef: Invalid API Key
      check apiKey for this server, and the environment variable it comes from"
    `);
    const echo = errorReply('openai', { status: 401, message: 'Incorrect API key provided: sk-0123456789abcdef.' });
    expect(refused(echo, context)).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:8080/v1 does not accept the key …cdef: Incorrect API key provided: …cdef.
      check apiKey for this server, and the environment variable it comes from"
    `);
    expect(refused(serverErrors.keyRejected('vllm'))).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:8080/v1 wants a key and none is configured: Unauthorized
      name its environment variable in the config file:  apiKey: \${OPENAI_API_KEY}"
    `);
    expect(refused({ status: 401, body: '' }, { ...completions, apiKey: 'short' })).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:8080/v1 does not accept the key …
      check apiKey for this server, and the environment variable it comes from"
    `);
  });

  it('F-15: knows a key without the right', () => {
    const reply = errorReply('openai', { status: 403, message: 'You have insufficient permissions.' });

    expect(refused(reply, { ...completions, apiKey: 'sk-0123456789abcdef' })).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:8080/v1 does not let the key …cdef ask for completions: You have insufficient permissions.
      use a key with the right to do so"
    `);
    expect(refused({ status: 403, body: '' })).toMatchInlineSnapshot(`
      "KEY_REJECTED (credentials, no retry)
      http://127.0.0.1:8080/v1 does not let access without a key ask for completions
      use a key with the right to do so"
    `);
  });

  it("F-16: knows Ollama's empty 403 for a foreign host", () => {
    const address = serverAddress('http://my-box:11434/v1');

    expect(refused({ status: 403 }, { ...completions, address })).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      http://my-box:11434/v1 refuses requests for the host "my-box"
      use 127.0.0.1 in the base URL, or start Ollama with OLLAMA_HOST=0.0.0.0"
    `);
    expect(refused({ status: 403 }, { ...embeddings, address })).toMatchInlineSnapshot(`
      "EMBEDDER_UNREACHABLE (service, no retry)
      http://my-box:11434/v1 refuses requests for the host "my-box"
      use 127.0.0.1 in the base URL, or start Ollama with OLLAMA_HOST=0.0.0.0"
    `);
  });

  it('F-17, F-26, F-28: takes 408 and 5xx for failures that may pass', () => {
    expect(refused({ status: 408 })).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:8080/v1 failed (HTTP 408)
      look at the log of the server"
    `);
    expect(refused(errorReply('llama.cpp', { status: 500, message: 'boom' }))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:8080/v1 failed (HTTP 500): boom
      look at the log of the server"
    `);
    expect(refused({ status: 502, body: '<html>Bad Gateway</html>' })).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:8080/v1 failed (HTTP 502)
      look at the log of the server"
    `);
    expect(refused({ status: 504, body: 'upstream timed out' }, embeddings)).toMatchInlineSnapshot(`
      "EMBEDDER_FAILED (service, retry)
      http://127.0.0.1:8080/v1 failed (HTTP 504): upstream timed out
      look at the log of the server"
    `);
  });

  it('F-28: names the proxy that may have sent a page in the place of the server', () => {
    const proxy = { origin: 'http://proxy.invalid:3128', authorization: null, variable: 'HTTP_PROXY' };
    const behind = { ...completions, address: serverAddress('http://models.invalid/v1'), proxy };
    const page = { status: 503, body: '<html>', headers: { 'content-type': 'text/html', 'retry-after': '7' } };

    expect(refused(page, behind)).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry after 7000 ms)
      http://models.invalid/v1 failed (HTTP 503)
      look at the log of the server
      correct HTTP_PROXY, which names the proxy http://proxy.invalid:3128
      or ask models.invalid without it: add that name to NO_PROXY"
    `);
  });

  it('F-20: shows the field of a validation error', () => {
    const detail = [{ loc: ['body', 'input'], msg: 'Field required' }];

    expect(refused({ status: 422, body: { detail } })).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:8080/v1 does not understand the request (HTTP 422): [{"loc":["body","input"],"msg":"Field required"}]
      check the model and the sampling options against what the server supports"
    `);
  });

  it('F-21: takes the time to wait from a header or from the text', () => {
    const header = (headers: Record<string, string>, text?: string) =>
      refused(serverErrors.rateLimited(headers, text)).split('\n')[0];

    expect(refused(serverErrors.rateLimited({ 'retry-after': '37' }))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry after 37000 ms)
      http://127.0.0.1:8080/v1 asks to slow down (HTTP 429): Rate limit reached for requests
      lower the concurrency"
    `);
    expect(header({ 'retry-after-ms': '1500', 'retry-after': '2' })).toBe(
      'MODEL_FAILED (service, retry after 1500 ms)',
    );
    expect(header({ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' })).toBe(
      'MODEL_FAILED (service, retry after 60000 ms)',
    );
    expect(header({}, 'Too fast. Retry after 60s')).toBe('MODEL_FAILED (service, retry after 60000 ms)');
    expect(header({})).toBe('MODEL_FAILED (service, retry)');
  });

  it('F-22: never repeats a request that is larger than the whole budget', () => {
    const message = 'request larger than rate limiter capacity, please try to split your request';

    expect(refused(serverErrors.rateLimited({}, message))).toMatchInlineSnapshot(`
      "CONTEXT_OVERFLOW (data, no retry)
      http://127.0.0.1:8080/v1 cannot take a prompt this long: request larger than rate limiter capacity, please try to split your request
      give the model a larger context (llama-server -c, OLLAMA_CONTEXT_LENGTH), or use fewer demos or passages"
    `);
  });

  it('F-23: does not wait for a quota that is used up', () => {
    expect(refused(serverErrors.quotaExceeded())).toMatchInlineSnapshot(`
      "QUOTA_EXCEEDED (credentials, no retry)
      http://127.0.0.1:8080/v1 has no quota left for this key: You exceeded your current quota, please check your plan and billing details.
      look at the billing page of the provider, or use another key or server"
    `);
  });

  it('F-24, F-31: does not retry on a full disk', () => {
    expect(
      refused(errorReply('llama.cpp', { status: 500, message: 'write failed: No space left on device' })),
    ).toMatchInlineSnapshot(`
      "DISK_FULL (data, no retry)
      http://127.0.0.1:8080/v1 is out of space: write failed: No space left on device
      free some space on the server and run the command again"
    `);
    expect(refused({ status: 507, body: { error: 'Insufficient storage' } })).toMatchInlineSnapshot(`
      "DISK_FULL (data, no retry)
      http://127.0.0.1:8080/v1 is out of space: Insufficient storage
      free some space on the server and run the command again"
    `);
  });

  it('F-25: does not retry a text that is larger than the physical batch', () => {
    expect(refused(serverErrors.textTooLarge(), embeddings)).toMatchInlineSnapshot(`
      "CONTEXT_OVERFLOW (data, no retry)
      http://127.0.0.1:8080/v1 cannot take a text this long in one batch: input (700 tokens) is too large to process. increase the physical batch size (current batch size: 512)
      start llama-server with a larger -ub (and -b), or use smaller chunks"
    `);
  });

  it('F-27: says how to start a server that offers embeddings', () => {
    expect(refused(serverErrors.noEmbeddings(), embeddings)).toMatchInlineSnapshot(`
      "MODEL_NOT_FOUND (data, no retry)
      http://127.0.0.1:8080/v1 does not offer embeddings: This server does not support embeddings. Start it with \`--embeddings\`
      start it with a model that does:  llama-server -hf Qwen/Qwen3-Embedding-0.6B-GGUF:Q8_0 --embeddings --pooling last --port 8080"
    `);
  });

  it('F-30: backs off from a full queue', () => {
    expect(refused(serverErrors.serverBusy())).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:8080/v1 has too many requests waiting (HTTP 503): server busy, please try again. maximum pending requests exceeded
      lower the concurrency, or start Ollama with a larger OLLAMA_MAX_QUEUE"
    `);
  });

  it('F-32: knows a missing model of every server', () => {
    for (const flavour of ['ollama', 'vllm', 'openai'] as const) {
      expect(refused(serverErrors.modelMissing(flavour, 'gemma-3-4b-it')).split('\n')[0]).toBe(
        'MODEL_NOT_FOUND (data, no retry)',
      );
    }
    expect(refused(serverErrors.modelMissing('ollama', 'gemma-3-4b-it'))).toMatchInlineSnapshot(`
      "MODEL_NOT_FOUND (data, no retry)
      http://127.0.0.1:8080/v1 has no model "gemma-3-4b-it": model 'gemma-3-4b-it' not found
      check the name of the model"
    `);
  });

  it('F-34: knows a context overflow of every server', () => {
    for (const flavour of ['llama.cpp', 'ollama', 'vllm', 'openai'] as const) {
      expect(refused(serverErrors.contextOverflow(flavour)).split('\n')[0]).toBe('CONTEXT_OVERFLOW (data, no retry)');
    }
    expect(refused(serverErrors.contextOverflow('llama.cpp'))).toMatchInlineSnapshot(`
      "CONTEXT_OVERFLOW (data, no retry)
      http://127.0.0.1:8080/v1 cannot take a prompt this long: request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it
      give the model a larger context (llama-server -c, OLLAMA_CONTEXT_LENGTH), or use fewer demos or passages"
    `);
    expect(refused(serverErrors.contextOverflow('llama.cpp'), embeddings)).toMatchInlineSnapshot(`
      "CONTEXT_OVERFLOW (data, no retry)
      http://127.0.0.1:8080/v1 cannot take a text this long: request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it
      use smaller chunks, or give the model a larger context"
    `);
  });

  it('F-48: knows vectors that are not finite', () => {
    expect(refused(serverErrors.notFinite(), embeddings)).toMatchInlineSnapshot(`
      "EMBEDDING_INVALID (data, no retry)
      http://127.0.0.1:8080/v1 made a vector with numbers that are not finite: embedding contains NaN or Inf values
      update the server, or use other weights of the model (F16 instead of a quantised file)"
    `);
  });

  it('fails one call on any other 4xx, with what the server said, on one line and shortened', () => {
    expect(refused(errorReply('vllm', { status: 400, message: 'bad\n  "temperature"' }))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, no retry)
      http://127.0.0.1:8080/v1 refused the request (HTTP 400): bad "temperature"
      check the model and the options sent to it"
    `);
    expect(
      refused({ status: 400, body: { object: 'error', message: 'old vLLM', type: 'BadRequestError', code: 400 } }),
    ).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, no retry)
      http://127.0.0.1:8080/v1 refused the request (HTTP 400): old vLLM
      check the model and the options sent to it"
    `);
    expect(refused({ status: 418, body: 'x'.repeat(400) })).toContain(`(HTTP 418): ${'x'.repeat(300)}…\n`);
  });
});
