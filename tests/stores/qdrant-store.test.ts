import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import type { Point } from '../../src/core/vector-store.ts';
import { type QdrantStoreOptions, qdrantStore } from '../../src/stores/qdrant-store.ts';
import { testVectorStore } from '../contracts/vector-store.contract.ts';
import { type LocalServer, localServer, type Reply } from '../fakes/local-server.ts';
import { type QdrantServer, type QdrantServerOptions, qdrantFaults, qdrantServer } from '../fakes/qdrant-server.ts';

testVectorStore('qdrantStore', async () => {
  const server = await qdrantServer();
  return {
    store: (collection) => qdrantStore({ url: server.url, collection }),
    close: server.close,
  };
});

const { QDRANT_URL: realUrl = '', QDRANT_API_KEY: realKey = null } = process.env;

describe.skipIf(realUrl === '')('a real Qdrant server', () => {
  testVectorStore('qdrantStore', async () => ({
    store: (collection) => qdrantStore({ url: realUrl, apiKey: realKey, collection }),
    close: async () => {},
  }));
});

describe('qdrantStore', () => {
  const signal = new AbortController().signal;
  const closers: (() => Promise<void>)[] = [];
  let waits: number[];
  let events: ProgressEvent[];
  beforeEach(() => {
    waits = [];
    events = [];
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  const started = async <Server extends LocalServer>(server: Promise<Server>): Promise<Server> => {
    closers.push((await server).close);
    return server;
  };
  const connected = (url: string, options: Partial<QdrantStoreOptions> = {}) => {
    const store = qdrantStore({
      url,
      collection: 'wiki',
      sleep: async (ms) => {
        waits.push(ms);
      },
      report: (event) => events.push(event),
      ...options,
    });
    closers.push(store.close);
    return store;
  };
  /** A store on a server that holds an empty collection of vectors of two numbers. */
  const opened = async (serverOptions: QdrantServerOptions = {}, storeOptions: Partial<QdrantStoreOptions> = {}) => {
    const server = await started(qdrantServer(serverOptions));
    const store = connected(server.url, storeOptions);
    await store.open(twoNumbers, signal);
    return { server, store };
  };
  /** A store on a server that gives every request the same reply. */
  const answered = async (reply: Reply, options: Partial<QdrantStoreOptions> = {}) => {
    const server = await started(localServer(() => reply));
    return { server, store: connected(server.url, options) };
  };

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
      expect(server.data.collections.get('wiki')?.points.size).toBe(1);
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
      const { server, store } = await opened({}, { timeoutMs: 60 });
      server.addFault({ reply });

      await expect(store.count(signal)).rejects.toMatchObject({
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

  describe('the key', () => {
    it('travels as a bearer token and opens the server', async () => {
      const { server } = await opened({ apiKey: 'SECRET' }, { apiKey: 'SECRET' });

      expect(server.requests.map(({ headers }) => [headers.authorization, headers['api-key']])).toEqual(
        server.requests.map(() => ['Bearer SECRET', undefined]),
      );
    });

    it('is warned about where it travels unencrypted, without a word on the console', async () => {
      const warn = vi.spyOn(console, 'warn');

      connected('http://example.invalid', { apiKey: 'SECRET' });
      connected('https://example.invalid', { apiKey: 'SECRET' });
      connected('http://localhost', { apiKey: 'SECRET' });

      expect(events).toEqual([
        {
          type: 'notice',
          code: 'KEY_IN_THE_OPEN',
          message: 'the key for http://example.invalid:6333 travels unencrypted: use https, or a tunnel',
        },
      ]);
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    });
  });

  describe('a path in the URL', () => {
    it('goes before every request', async () => {
      const server = await started(qdrantServer({ prefix: '/qdrant' }));
      const store = connected(`${server.url}/qdrant/`);

      await store.open(twoNumbers, signal);

      expect(await store.count(signal)).toBe(0);
      expect(server.requests.every(({ path }) => path.startsWith('/qdrant/collections/'))).toBe(true);
    });
  });

  describe('open', () => {
    it('takes what another process made in the meantime', async () => {
      const { server } = await opened();
      const metadata = { by: 'us' };
      const isExists = { matches: ({ path }: { path: string }) => path.endsWith('/exists'), times: 1 };
      server.addFault({ ...isExists, reply: { body: { result: { exists: false }, status: 'ok', time: 0 } } });

      const store = connected(server.url);
      await store.open({ ...twoNumbers, metadata }, signal);

      expect(await store.describe(signal)).toEqual({ ...twoNumbers, count: 0 });
    });

    it('refuses a server that loses the metadata, and leaves nothing behind', async () => {
      const server = await started(qdrantServer({ keepsMetadata: false }));

      await expect(
        connected(server.url).open({ ...twoNumbers, metadata: { model: 'm' } }, signal),
      ).rejects.toMatchObject({
        code: 'STORE_INVALID',
        message: `the Qdrant server ${server.url} does not keep the metadata of a collection`,
        hint: 'update the server to Qdrant 1.16 or newer',
      });
      expect(server.data.collections.size).toBe(0);
    });

    it.each([
      [{ size: 2, distance: 'Dot' }, 'STORE_DISTANCE_MISMATCH', 'compares vectors by Dot, cosine is needed'],
      [
        { dense: { size: 2, distance: 'Cosine' }, image: { size: 9, distance: 'Dot' } },
        'STORE_INVALID',
        'holds the named vectors "dense", "image", one vector without a name is needed',
      ],
      [{}, 'STORE_INVALID', 'holds the named vectors (none), one vector without a name is needed'],
      [
        { size: 2, distance: 'Cosine', multivector_config: { comparator: 'max_sim' } },
        'STORE_INVALID',
        'holds several vectors a point, one vector without a name is needed',
      ],
    ])('refuses a collection of %j', async (vectors, code, what) => {
      const server = await started(qdrantServer());
      await fetch(`${server.url}/collections/wiki`, { method: 'PUT', body: JSON.stringify({ vectors }) });

      await expect(connected(server.url).open(twoNumbers, signal)).rejects.toMatchObject({
        code,
        message: `collection "wiki" in ${server.url} ${what}`,
      });
    });
  });

  describe('upsert', () => {
    const manyPoints = Array.from({ length: 100 }, (_, index) => point(index));
    const upserts = (server: QdrantServer) =>
      server.requests
        .filter(({ method, path }) => method === 'PUT' && path.endsWith('/points'))
        .map(({ body }) => JSON.parse(body).points.length);

    it('waits until the points are applied', async () => {
      const { server, store } = await opened();

      await store.upsert([point(1)], signal);

      expect(server.requests.at(-1)?.query.get('wait')).toBe('true');
    });

    it('sends at most so many points in one request', async () => {
      const { server, store } = await opened({}, { batchSize: 40 });

      await store.upsert(manyPoints, signal);

      expect(upserts(server)).toEqual([40, 40, 20]);
    });

    it('halves a request that the server finds too large, and remembers', async () => {
      const { server, store } = await opened({ bodyLimitBytes: 4000 });

      await store.upsert(manyPoints, signal);
      await store.upsert(manyPoints.slice(0, 30), signal);

      expect(upserts(server)).toEqual([100, 50, 25, 25, 50, 25, 25, 25, 5]);
      expect(await store.count(signal)).toBe(100);
    });

    it('halves a request that costs more than the server allows in a minute', async () => {
      const { server, store } = await opened();
      server.addFault({ times: 1, reply: qdrantFaults.requestTooLargeForRateLimit });

      await store.upsert(manyPoints, signal);

      expect(upserts(server)).toEqual([100, 50, 50]);
      expect(waits).toEqual([]);
    });

    it('gives up on a single point that is too large', async () => {
      const { store } = await opened({ bodyLimitBytes: 1000 });
      const huge = { ...point(1), payload: { text: 'x'.repeat(2000) } };

      await expect(store.upsert([huge], signal)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: expect.stringMatching(
          /^the Qdrant server \S+ refuses one point as too large: JSON payload \(\d+ bytes\) is larger than allowed/,
        ),
        hint: 'use smaller chunks, or raise the limit of the server',
      });
    });
  });

  describe('search', () => {
    it('asks again only while more points may tie with the last', async () => {
      const { server, store } = await opened();
      const equal = Array.from({ length: 100 }, (_, index) => point(index, [1, 0]));
      await store.upsert([...equal, point(200, [2, 1])], signal);
      const asked = () =>
        server.requests.filter(({ path }) => path.endsWith('/query')).map(({ body }) => JSON.parse(body).limit);

      await store.search(Float32Array.of(2, 1), 1, signal);
      expect(asked()).toEqual([17]);

      await store.search(Float32Array.of(1, 0), 1, signal);
      expect(asked().slice(1)).toEqual([17, 68, 272]);
    });

    it('reads points that somebody else stored under numbers, without a payload', async () => {
      const { server, store } = await opened();
      const body = JSON.stringify({ points: [{ id: 42, vector: [1, 0] }] });
      await fetch(`${server.url}/collections/wiki/points`, { method: 'PUT', body });

      expect(await store.search(Float32Array.of(1, 0), 1, signal)).toEqual([{ id: '42', score: 1, payload: {} }]);
    });
  });
});

const twoNumbers = { dimensions: 2, distance: 'cosine', metadata: {} } as const;

function point(number: number, numbers: readonly number[] = [1, number]): Point {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { id, vector: Float32Array.from(numbers), payload: { text: `text ${number}` } };
}

async function failureOf(promise: Promise<unknown>): Promise<RagError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RagError) return error;
  throw new Error(`expected a RagError, got ${String(error)}`);
}
