import { describe, expect, it } from 'vitest';
import type { VectorStore } from '../../src/core/vector-store.ts';
import { proxiesIn } from '../../src/network/proxies.ts';
import { type QdrantStoreOptions, qdrantStore } from '../../src/stores/qdrant-store.ts';
import { localServer, type Reply } from '../fakes/local-server.ts';
import { proxyPage, proxyServer } from '../fakes/proxy-server.ts';
import { qdrantFaults } from '../fakes/qdrant-server.ts';
import { failureOf, point, qdrantBench, signal } from './qdrant-bench.ts';

describe('qdrantTransport', () => {
  const { waits, events, connected, opened, answered, closers } = qdrantBench();

  describe('a server that is not there', () => {
    it('is asked three times, then named with the command that starts one', async () => {
      const { port, close } = await localServer(() => ({}));
      await close();

      const error = await failureOf(connected(`http://127.0.0.1:${port}`).count(signal));

      expect({ ...error, message: error.message }).toMatchObject({
        code: 'STORE_UNREACHABLE',
        kind: 'service',
        message: `no Qdrant server can be reached at http://127.0.0.1:${port} (ECONNREFUSED)`,
        hint: `start one:  docker run -p ${port}:6333 qdrant/qdrant\nor work without any server:  --config offline`,
      });
      expect(waits).toEqual([200, 200]);
    });

    it('is named at once where its name is unknown', async () => {
      await expect(connected('http://nowhere.invalid').count(signal)).rejects.toMatchObject({
        code: 'STORE_UNREACHABLE',
        message: expect.stringMatching(
          /^no Qdrant server can be reached at http:\/\/nowhere\.invalid:6333 \((ENOTFOUND|EAI_AGAIN)\)$/,
        ),
        hint: 'check the URL and that the server runs\nor work without any server:  --config offline',
      });
    });

    it('may be behind a proxy that fails, which is named then', async () => {
      const proxy = await proxyServer({ answer: '' });
      closers.push(proxy.close);
      const proxies = proxiesIn({ HTTP_PROXY: proxy.url });

      const store = connected('http://qdrant.invalid', { proxies });
      await expect(store.count(signal)).rejects.toMatchObject({
        code: 'STORE_UNREACHABLE',
        message: 'no Qdrant server can be reached at http://qdrant.invalid:6333 (UND_ERR_SOCKET)',
        hint: `check the URL and that the server runs
or work without any server:  --config offline
correct HTTP_PROXY, which names the proxy ${proxy.url}
or ask qdrant.invalid without it: add that name to NO_PROXY`,
      });
      await expect(store.upsert([point(1)], signal)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    });

    it.each([
      ['STORE_UNREACHABLE', 403, 'the proxy PROXY answers HTTP 403 for http://qdrant.invalid:6333', []],
      [
        'STORE_FAILED',
        502,
        'the Qdrant server http://qdrant.invalid:6333 answered 502: <html>',
        [500, 1000, 2000, 4000],
      ],
    ])('is told from its proxy where that can be: %s after %i', async (code, status, message, expected) => {
      const proxy = await proxyServer({ answer: proxyPage(status) });
      closers.push(proxy.close);
      const store = connected('http://qdrant.invalid', { proxies: proxiesIn({ HTTP_PROXY: proxy.url }) });

      await expect(store.count(signal)).rejects.toMatchObject({
        code,
        message: message.replace('PROXY', proxy.url),
        hint: `correct HTTP_PROXY, which names the proxy ${proxy.url}
or ask qdrant.invalid without it: add that name to NO_PROXY`,
      });
      expect(waits).toEqual(expected);
    });

    it('may refuse in plain text what its proxy lets through', async () => {
      const answer = 'HTTP/1.1 403 No\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nForbidden';
      const proxy = await proxyServer({ answer });
      closers.push(proxy.close);
      const store = connected('http://qdrant.invalid', { proxies: proxiesIn({ HTTP_PROXY: proxy.url }) });

      await expect(store.count(signal)).rejects.toMatchObject({
        code: 'KEY_MISSING',
        message: 'the Qdrant server http://qdrant.invalid:6333 answered 403: Forbidden',
        hint: `set the option "apiKey" of the store
correct HTTP_PROXY, which names the proxy ${proxy.url}
or ask qdrant.invalid without it: add that name to NO_PROXY`,
      });
    });

    it('is not asked again on a port that must not be used', async () => {
      await expect(connected('http://127.0.0.1:1').count(signal)).rejects.toMatchObject({
        message: 'no Qdrant server can be reached at http://127.0.0.1:1 (bad port)',
      });
      expect(waits).toEqual([]);
    });

    it('may speak without encryption where https was asked for', async () => {
      const { server } = await opened();

      await expect(connected(server.url.replace('http:', 'https:')).count(signal)).rejects.toMatchObject({
        code: 'STORE_UNREACHABLE',
        message: expect.stringMatching(/\(ERR_SSL_WRONG_VERSION_NUMBER\)$/),
        hint:
          'check whether the URL must begin with http: or https:\n' +
          'or name your own certificate authority in NODE_EXTRA_CA_CERTS',
      });
      expect(waits).toEqual([]);
    });
  });

  describe('a request that fails in passing', () => {
    it.each<[string, Reply]>([
      ['a closed connection', { reset: true }],
      ['an answer cut short', { body: { result: { count: 7 } }, cutAfterBytes: 9 }],
    ])('is repeated at once after %s', async (_name, reply) => {
      const { server, store } = await opened();
      server.addFault({ times: 1, reply });

      expect(await store.count(signal)).toBe(0);
      expect(waits).toEqual([]);
      expect(events).toMatchObject([{ type: 'retry', what: 'qdrant count', attempt: 1, waitMs: 0 }]);
    });

    it('is repeated later and later while the connection is closed, five times in all', async () => {
      const { server, store } = await opened();
      server.addFault({ reply: { reset: true } });

      await expect(store.count(signal)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
      expect(waits).toEqual([1000, 2000, 4000]);
      expect(server.requests.filter(({ path }) => path.endsWith('/count'))).toHaveLength(5);
    });

    it.each<[string, Reply]>([
      ['408', qdrantFaults.timeout],
      ['500', qdrantFaults.internal],
      ['502', { status: 502, body: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } }],
      ['503', qdrantFaults.unavailable],
    ])('is repeated with growing pauses after status %s', async (_status, reply) => {
      const { server, store } = await opened();
      server.addFault({ times: 3, reply });

      expect(await store.count(signal)).toBe(0);
      expect(waits).toEqual([500, 1000, 2000]);
    });

    it('fails in the end with what the server said', async () => {
      const { server, store } = await opened();
      server.addFault({ reply: qdrantFaults.unavailable });

      await expect(store.count(signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: `the Qdrant server ${server.url} answered 503: Shard temporarily unavailable: The shard is being transferred`,
        details: { status: 503 },
      });
    });

    it('is repeated when a server that limits the rate says so', async () => {
      const { server, store } = await opened();
      server.addFault({ times: 1, reply: qdrantFaults.rateLimited(37) });

      await store.upsert([point(1)], signal);

      expect(waits).toEqual([37_000]);
      expect(server.data.collections.get('wiki~1')?.points.size).toBe(1);
    });

    it('is given up when that is more than two minutes away', async () => {
      const { server, store } = await opened();
      server.addFault({ reply: qdrantFaults.rateLimited(300) });

      await expect(store.upsert([point(1)], signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: expect.stringMatching(/Retry after 300s$/),
      });
      expect(waits).toEqual([]);
    });

    it.each<[string, Reply]>([
      ['before the first byte', { delayMs: 2000, body: {} }],
      ['within the body', { body: { result: { count: 7 } }, stallAfterBytes: 9 }],
    ])('ends when the server stalls %s', async (_name, reply) => {
      const { server } = await answered(reply);

      await expect(connected(server.url, { timeoutMs: 60 }).count(signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: `the Qdrant server ${server.url} gave no whole answer within 0.06 s`,
        hint: 'raise the option "timeoutSeconds" of the store, or look at the log of the server',
      });
      expect(waits).toEqual([500, 1000]);
    });

    it('ends when the signal is aborted, also between two tries', async () => {
      const { server } = await opened();
      server.addFault({ reply: { delayMs: 2000, body: {} } });
      const controller = new AbortController();
      const promise = connected(server.url).count(controller.signal);
      setTimeout(() => controller.abort(), 20);

      await expect(promise).rejects.toMatchObject({ code: 'INTERRUPTED' });

      server.clearFaults();
      server.addFault({ reply: qdrantFaults.internal });
      const patient = qdrantStore({ url: server.url, collection: 'wiki', report: () => second.abort() });
      const second = new AbortController();
      closers.push(patient.close);

      await expect(patient.count(second.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
    });
  });

  describe('a question that takes the server too long', () => {
    const { id, vector } = point(1);
    const all = async (pages: AsyncIterable<unknown>) => {
      for await (const _ of pages) return;
    };

    it.each<[string, (store: VectorStore) => Promise<unknown>]>([
      ['search', (store) => store.search(vector, { k: 1 }, signal)],
      ['count', (store) => store.count(signal)],
      ['list', (store) => all(store.list([], signal))],
      ['read', (store) => store.read([id], signal)],
      ['stored', (store) => store.stored([id], signal)],
    ])('gets as long as a request may take when it is repeated: %s', async (_name, send) => {
      const { server, store } = await opened({}, { timeoutMs: 90_500 });
      const before = server.requests.length;
      server.addFault({ times: 2, reply: qdrantFaults.timeout });

      await send(store);

      expect(server.requests.slice(before).map(({ query }) => query.get('timeout'))).toEqual([null, '91', '91']);
    });

    it('is put as before where the server allows no such time', async () => {
      const { server, store } = await opened();
      const before = server.requests.length;
      server.addFault({
        reply: ({ query }) => (query.has('timeout') ? qdrantFaults.timeoutTooLong : qdrantFaults.timeout),
      });

      await expect(store.count(signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: `the Qdrant server ${server.url} answered 408: Timeout: Operation timed out after 60 seconds`,
        hint: 'raise the option "timeoutSeconds" of the store, or look at the log of the server',
      });
      expect(server.requests.slice(before).map(({ query }) => query.get('timeout'))).toEqual([
        null,
        '60',
        null,
        '60',
        null,
      ]);
    });

    it('is no upsert, of which the server would only say that it is not done yet', async () => {
      const { server, store } = await opened();
      server.addFault({ times: 1, reply: qdrantFaults.timeout });

      await store.upsert([point(1)], signal);

      expect(server.requests.slice(-2).map(({ query }) => String(query))).toEqual(['wait=true', 'wait=true']);
    });
  });

  describe.each<[string, (store: VectorStore) => Promise<unknown>]>([
    ['a request of the client', (store) => store.count(signal)],
    ['a request of our own', (store) => store.upsert([point(1)], signal)],
  ])('%s', (_name, send) => {
    it.each([200, 400, 502])('is repeated at once where status %i comes with broken JSON', async (status) => {
      const { server, store } = await opened();
      server.addFault({ reply: { status, body: '{"resu', headers: { 'content-type': 'application/json' } } });

      await expect(send(store)).rejects.toMatchObject({
        code: 'STORE_UNREACHABLE',
        message: `no Qdrant server can be reached at ${server.url} (the answer was cut short)`,
      });
      expect(waits).toEqual([1000, 2000, 4000]);
    });

    it.each([
      ['a web page', '<html>', 'text/html'],
      ['no word', '', 'text/plain'],
      ['null', 'null', 'application/json'],
      ['a list', '[]', 'application/json'],
    ])('fails at once where %s comes with status 200', async (_what, body, type) => {
      const { server, store } = await opened();
      server.addFault({ reply: { body, headers: { 'content-type': type } } });

      await expect(send(store)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: `${server.url} does not answer like a Qdrant server: no result`,
      });
      expect(waits).toEqual([]);
    });
  });

  describe('a request that fails for good', () => {
    it.each<[string, Reply, Partial<QdrantStoreOptions>, object]>([
      [
        'a missing key',
        { status: 401, body: 'Must provide an API key or an Authorization bearer token' },
        {},
        {
          code: 'KEY_MISSING',
          message: 'the Qdrant server URL answered 401: Must provide an API key or an Authorization bearer token',
          hint: 'set the option "apiKey" of the store',
        },
      ],
      [
        'a wrong key',
        { status: 401, body: 'Invalid API key or JWT' },
        { apiKey: 'SECRET' },
        {
          code: 'KEY_REJECTED',
          message: 'the Qdrant server URL answered 401: Invalid API key or JWT',
          hint: 'check the option "apiKey" of the store and that the key may write',
        },
      ],
      [
        'a key that may not',
        qdrantFaults.forbidden,
        { apiKey: 'SECRET' },
        {
          code: 'KEY_REJECTED',
          message: 'the Qdrant server URL answered 403: Forbidden: Global manage access is required',
        },
      ],
      [
        'a full disk',
        qdrantFaults.diskFull,
        {},
        {
          code: 'STORE_FULL',
          message:
            'the Qdrant server URL has no space left: ' +
            'Service internal error: No space left on device: WAL buffer size exceeds available disk space',
          hint: 'free some space on the server and run the same command again: it goes on where it stopped',
        },
      ],
      ['a node quota', qdrantFaults.quota, {}, { code: 'STORE_FULL' }],
      [
        'another server',
        { status: 404, body: '<html>nope</html>', headers: { 'content-type': 'text/html' } },
        {},
        {
          code: 'CONFIG_INVALID',
          message: 'URL is not a Qdrant server: it answered 404 in another form',
          hint: 'check the URL of the store: host, port and path',
        },
      ],
      [
        'a web page',
        { body: '<html>welcome</html>', headers: { 'content-type': 'text/html' } },
        {},
        {
          code: 'STORE_FAILED',
          message: 'URL does not answer like a Qdrant server: no result',
          hint: 'check the URL of the store: host, port and path',
        },
      ],
      [
        'another kind of result',
        { body: { result: { total: 7 }, status: 'ok', time: 0 } },
        {},
        {
          code: 'STORE_FAILED',
          message:
            'URL does not answer like a Qdrant server: ✖ Invalid input: expected number, received undefined → at count',
        },
      ],
      [
        'a redirect',
        { status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } },
        { apiKey: 'SECRET' },
        {
          code: 'CONFIG_INVALID',
          message: 'URL answered 307 and points to http://127.0.0.1:9/elsewhere, which is not followed',
          hint: 'set the URL of the store to where the server really is',
        },
      ],
      [
        'a validation error',
        { status: 422, body: { status: { error: 'Validation error in JSON body: [x: value 0 invalid]' }, time: 0 } },
        {},
        {
          code: 'CONFIG_INVALID',
          message: 'the Qdrant server URL answered 422: Validation error in JSON body: [x: value 0 invalid]',
        },
      ],
      [
        'any other refusal, however long',
        { status: 400, body: { status: { error: `Bad request: ${'so '.repeat(200)}` }, time: 0 } },
        {},
        {
          code: 'STORE_FAILED',
          message: `the Qdrant server URL answered 400: Bad request: ${'so '.repeat(200).slice(0, 287)}…`,
        },
      ],
    ])('is not repeated after %s', async (_name, reply, options, expected) => {
      const { server, store } = await answered(reply, options);

      const error = await failureOf(store.count(signal));

      expect({
        code: error.code,
        message: error.message.replaceAll(server.url, 'URL'),
        hint: error.hint,
      }).toMatchObject(expected);
      expect(server.requests).toHaveLength(1);
      expect(waits).toEqual([]);
      expect(JSON.stringify(error)).not.toContain('SECRET');
    });
  });
});
