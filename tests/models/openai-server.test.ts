import { createServer, type Server } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { interrupted } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import { type OpenaiServerOptions, openaiServer } from '../../src/models/openai-server.ts';
import { serverAddress } from '../../src/models/server-address.ts';
import { LANGUAGE_MODEL_CODES, type ServerContext } from '../../src/models/server-context.ts';
import { type LocalServer, localServer, type Reply } from '../fakes/local-server.ts';
import { serverErrors } from '../fakes/openai-errors.ts';
import { failureOf } from './failure-of.ts';

let server: LocalServer;
let replies: Reply[] = [];
let slept: number[] = [];
let events: ProgressEvent[] = [];

beforeEach(async () => {
  replies = [];
  slept = [];
  events = [];
  server = await localServer(() => replies.shift() ?? { body: { ok: true } });
});

afterEach(async () => {
  await server.close();
});

function client(options: Partial<OpenaiServerOptions> = {}, context: Partial<ServerContext> = {}, url = server.url) {
  return openaiServer({
    context: {
      serves: 'completions',
      address: serverAddress(`${url}/v1`),
      proxy: null,
      model: 'gemma-3-4b-it',
      apiKey: null,
      codes: LANGUAGE_MODEL_CODES,
      ...context,
    },
    timeoutMs: 10_000,
    waitReadyMs: 2000,
    concurrency: 4,
    maxReplyBytes: 10_000,
    sleep: async (milliseconds, signal) => {
      if (signal.aborted) throw interrupted(signal);
      slept.push(milliseconds);
    },
    report: (event) => events.push(event),
    ...options,
  });
}

const { signal } = new AbortController();
const ask = (options?: Partial<OpenaiServerOptions>) => client(options).post('/x', '{"a":1}', signal);

describe('openaiServer.post', () => {
  it('gives the parsed reply', async () => {
    expect(await ask()).toEqual({ type: 'reply', body: { ok: true } });
    expect(server.requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/v1/x', '{"a":1}'],
    ]);
  });

  it('parses JSON whatever the content type says', async () => {
    replies = [{ body: '{"ok": 1}', headers: { 'content-type': 'text/plain' } }];

    expect(await ask()).toEqual({ type: 'reply', body: { ok: 1 } });
  });

  it('warns of a key that travels unencrypted, and to another machine only', () => {
    const build = (url: string, apiKey: string | null) => client({}, { apiKey, address: serverAddress(url) });
    build('http://gpu.invalid/v1', null);
    build('https://gpu.invalid/v1', 'canary');
    build('http://localhost:8080/v1', 'canary');
    expect(events).toEqual([]);

    build('http://gpu.invalid/v1', 'canary');
    build('http://user:canary@gpu.invalid/v1', null);

    const message = 'the key for http://gpu.invalid/v1 travels unencrypted: use https, or a tunnel';
    const notice = { type: 'notice', code: 'KEY_IN_THE_OPEN', message };
    expect(events).toEqual([notice, notice]);
  });

  it('refuses a key that cannot be sent', () => {
    expect(() => client({}, { apiKey: 'two\nlines' }, 'http://localhost:8080')).toThrow(
      /^the key for .+ cannot be sent/,
    );
  });

  it('F-01: says that nothing listens', async () => {
    const { url } = server;
    await server.close();

    expect(await failureOf(client({}, {}, url).post('/x', '{}', signal))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, retry after 200 ms)
      nothing answers at http://127.0.0.1:PORT/v1 (connection refused)
      check that the server runs and that the base URL is right
      or work without any server:  --config offline"
    `);
  });

  it('F-04: asks once more at once when the connection is reset, then gives up', async () => {
    replies = [{ reset: true }];

    expect(await ask()).toEqual({ type: 'reply', body: { ok: true } });

    replies = [{ reset: true }, { reset: true }];
    expect(await failureOf(ask())).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:PORT/v1 closed the connection without an answer
      look at the log of the server: it may have crashed"
    `);
    expect(server.requests.length).toBe(4);
  });

  it('F-05: tells https that the server speaks http', async () => {
    const address = serverAddress(`${server.url.replace('http:', 'https:')}/v1`);

    expect(await failureOf(client({}, { address }).post('/x', '{}', signal))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      https://127.0.0.1:PORT/v1 does not speak https
      if the server has no certificate, use  http://127.0.0.1:PORT/v1"
    `);
  });

  it('F-05: tells http that the server speaks something else', async () => {
    const other = await plainServer('\x15\x03\x03\x00\x02\x02\x46');

    expect(await failureOf(client({}, {}, other.url).post('/x', '{}', signal))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      http://127.0.0.1:PORT/v1 does not speak http
      if the server has a certificate, use  https://127.0.0.1:PORT/v1"
    `);
    await other.close();
  });

  it('F-06: ends a wait for headers at the deadline', async () => {
    replies = [{ delayMs: 5000 }];

    expect(await failureOf(ask({ timeoutMs: 30 }))).toMatchInlineSnapshot(`
      "MODEL_TIMEOUT (service, retry)
      http://127.0.0.1:PORT/v1 sent no completions within 0.03 s
      the model may be slow or still loading: raise timeoutSeconds"
    `);
  });

  it('F-07: ends a stalled body at the deadline', async () => {
    replies = [{ body: { text: 'x'.repeat(100) }, stallAfterBytes: 20 }];

    expect(await failureOf(ask({ timeoutMs: 50 }))).toMatchInlineSnapshot(`
      "MODEL_TIMEOUT (service, retry)
      http://127.0.0.1:PORT/v1 sent no completions within 0.05 s
      the model may be slow or still loading: raise timeoutSeconds"
    `);
  });

  it('F-08: knows a body that breaks off, is no whole JSON or is empty', async () => {
    replies = [{ body: { text: 'x'.repeat(100) }, cutAfterBytes: 20 }];
    expect(await failureOf(ask())).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      the reply of http://127.0.0.1:PORT/v1 broke off after 20 bytes
      look at the log of the server: it may have crashed"
    `);

    replies = [{ body: '{"choices": [{"mess', headers: { 'content-type': 'application/json' } }];
    expect(await failureOf(ask())).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:PORT/v1 sent a reply that is not whole JSON: "{\\"choices\\": [{\\"mess"
      look at the log of the server: it may have crashed"
    `);

    replies = [{ body: '', headers: { 'content-type': 'application/json' } }];
    expect(await failureOf(ask())).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, retry)
      http://127.0.0.1:PORT/v1 sent an empty reply
      look at the log of the server: it may have crashed"
    `);
  });

  it('F-09: knows a web page', async () => {
    replies = [{ body: '\n<!doctype html><html></html>', headers: { 'content-type': 'text/html' } }];

    expect(await failureOf(ask())).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      http://127.0.0.1:PORT/v1 answers with a web page instead of JSON
      a proxy or another program may listen there; is the base URL right? without /v1 it is  http://127.0.0.1:PORT"
    `);
  });

  it('F-09: names the proxy that may have sent the page', async () => {
    const page = await localServer(() => ({ body: '<html>', headers: { 'content-type': 'text/html' } }));
    const proxy = { origin: page.url, authorization: null, variable: 'http_proxy' };
    const address = serverAddress('http://models.invalid/v1');

    expect(await failureOf(client({}, { address, proxy }).post('/x', '{}', signal))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      http://models.invalid/v1 answers with a web page instead of JSON
      a proxy or another program may listen there; is the base URL right? without /v1 it is  http://models.invalid
      correct http_proxy, which names the proxy http://127.0.0.1:PORT
      or ask models.invalid without it: add that name to NO_PROXY"
    `);
    await page.close();
  });

  it('F-10: finds an error in a reply with status 200', async () => {
    const refusal = async () => {
      const reply = await ask();
      return reply.type === 'refusal' ? [reply.refusal.status, reply.refusal.text, reply.refusal.type] : reply.body;
    };
    replies = [
      { body: { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } } },
      { body: { error: 'something' } },
      { body: { error: null, ok: true } },
    ];

    expect(await refusal()).toEqual([401, 'Invalid API Key', 'authentication_error']);
    expect(await refusal()).toEqual([200, 'something', null]);
    expect(await refusal()).toEqual({ error: null, ok: true });
  });

  it('F-12: follows no redirect, so that the key stays with its host', async () => {
    const thief = await localServer(() => ({ body: {} }));
    replies = [{ status: 307, headers: { location: `${thief.url}/v1/x?token=1` } }];

    expect(await failureOf(client({}, { apiKey: 'secret-key-1234' }).post('/x', '{}', signal))).toMatchInlineSnapshot(`
      "CONFIG_INVALID (usage, no retry)
      http://127.0.0.1:PORT/v1 redirects to http://127.0.0.1:PORT/v1/x
      redirects are not followed, so that a key cannot reach another host; name the final address as the base URL"
    `);
    expect(thief.requests).toEqual([]);
    await thief.close();
  });

  it('F-29: waits for a model that is being loaded, and says so once', async () => {
    replies = [serverErrors.loadingModel(), serverErrors.loadingModel()];

    expect(await ask()).toEqual({ type: 'reply', body: { ok: true } });
    expect(slept).toEqual([1000, 1000]);
    expect(events.map((event) => ({ ...event, message: '…' }))).toEqual([
      { type: 'notice', code: 'MODEL_LOADING', message: '…' },
    ]);
  });

  it('F-29: does not wait for ever', async () => {
    replies = Array.from({ length: 9 }, serverErrors.loadingModel);

    expect(await failureOf(ask())).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      http://127.0.0.1:PORT/v1 is still loading its model after 2 s
      look at the log of the server, or raise waitReadySeconds"
    `);
    expect(slept).toEqual([1000, 1000]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads a reply packed with %s', async (encoding, pack) => {
    const body = pack('{"text": "Größe"}');
    replies = [{ body, headers: { 'content-type': 'application/json', 'content-encoding': encoding } }];

    expect(await ask()).toEqual({ type: 'reply', body: { text: 'Größe' } });
  });

  it('F-08: knows a packed body that breaks off', async () => {
    const body = gzipSync(JSON.stringify({ text: 'x'.repeat(100) }));
    replies = [{ body, headers: { 'content-encoding': 'gzip' }, cutAfterBytes: 20 }];

    expect((await failureOf(ask())).split('\n')[0]).toBe('MODEL_FAILED (service, retry)');
  });

  it('opens as many sockets as it may have requests in flight', async () => {
    replies = Array.from({ length: 6 }, () => ({ body: {}, delayMs: 5 }));
    const { post } = client({ concurrency: 2 });

    await Promise.all(Array.from({ length: 6 }, () => post('/x', '{}', signal)));

    expect(server.mostInFlight).toBe(2);
  });

  it('refuses a body over the limit, counted after decompression', async () => {
    const bomb = gzipSync(JSON.stringify({ text: 'x'.repeat(20_000) }));
    replies = [{ body: bomb, headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }];

    expect(await failureOf(ask({ maxReplyBytes: 2 ** 14 }))).toMatchInlineSnapshot(`
      "REPLY_INVALID (data, no retry)
      the reply of http://127.0.0.1:PORT/v1 is longer than 0.015625 MiB
      check that the base URL is that of a model server"
    `);
  });

  it.each([
    [
      'the fields at the top level',
      { object: 'error', message: 'm', type: 't', code: 404, param: 'p' },
      ['m', 't', '404', 'p'],
    ],
    ['an object below error', { error: { message: 'm', type: 't', code: null, param: null } }, ['m', 't', null, null]],
    ['a text below error', { error: 'm' }, ['m', null, null, null]],
    ['a detail', { detail: 'm' }, ['m', null, null, null]],
    ['plain text', 'm', ['m', null, null, null]],
    ['another object', { message: 'm' }, ['{"message":"m"}', null, null, null]],
  ])('keeps what a refusal says in %s', async (_, body, expected) => {
    replies = [{ status: 404, body }];

    const reply = await ask();

    if (reply.type !== 'refusal') throw new Error('no refusal');
    const { status, text, type, code, param } = reply.refusal;
    expect([status, text, type, code, param]).toEqual([404, ...expected]);
  });

  it('sends the key, or the credentials of the URL, or a placeholder', async () => {
    const withCredentials = serverAddress(`${server.url.replace('//', '//user:p%40ss@')}/v1`);

    await client({}, { apiKey: 'k' }).post('/x', '{}', signal);
    await client({}, { address: withCredentials }).post('/x', '{}', signal);
    await client().post('/x', '{}', signal);

    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k', basic, 'Bearer no-key']);
  });

  it('reads nothing from the environment', async () => {
    const names = [
      'OPENAI_BASE_URL',
      'OPENAI_API_KEY',
      'OPENAI_ORG_ID',
      'OPENAI_PROJECT_ID',
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'http_proxy',
      'https_proxy',
    ];
    const before = { ...process.env };
    for (const name of names) process.env[name] = 'http://127.0.0.1:9';
    process.env.OPENAI_CUSTOM_HEADERS = 'x-leak: 1\nauthorization: Bearer leak';
    process.env.OPENAI_LOG = 'debug';
    const address = serverAddress('http://models.invalid/v1');
    try {
      await ask();
      const elsewhere = await failureOf(client({}, { address }).post('/x', '{}', signal));
      expect(elsewhere).toMatch(/^MODEL_UNREACHABLE .*\nthe (host|name) "models\.invalid" of /);
    } finally {
      process.env = before;
    }

    const [request] = server.requests;
    expect(Object.entries(request?.headers ?? {}).filter(([name]) => !TRANSPORT.has(name))).toEqual([
      ['accept', 'application/json'],
      ['authorization', 'Bearer no-key'],
      ['content-type', 'application/json'],
    ]);
  });

  it('stops at once when the signal is aborted, whatever it waits for', async () => {
    const controller = new AbortController();
    replies = [{ delayMs: 5000 }];
    const asked = client().post('/x', '{}', controller.signal);
    setTimeout(() => controller.abort(), 20);

    expect(await failureOf(asked)).toMatchInlineSnapshot(`
      "INTERRUPTED (interrupted, no retry)
      interrupted
      undefined"
    `);
  });
});

describe('openaiServer.modelNames', () => {
  it('gives the names, and none when the server does not tell', async () => {
    replies = [
      { body: { object: 'list', data: [{ id: 'a' }, { id: 'b' }] } },
      { body: { object: 'list', data: null } },
      { status: 404, body: 'no' },
      { body: '<html>' },
    ];
    const { modelNames } = client();

    expect(await modelNames(signal)).toEqual(['a', 'b']);
    expect(await modelNames(signal)).toEqual([]);
    expect(await modelNames(signal)).toEqual([]);
    expect(await modelNames(signal)).toEqual([]);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(4).fill('GET /v1/models'));
  });
});

/** What Node itself sends with every request. */
const TRANSPORT: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'user-agent',
  'accept-language',
  'sec-fetch-mode',
  'accept-encoding',
]);

async function plainServer(bytes: string): Promise<{ url: string; close(): Promise<void> }> {
  const plain: Server = createServer((socket) => socket.resume().end(Buffer.from(bytes, 'latin1')));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const address = plain.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => plain.close(() => resolve())),
  };
}
