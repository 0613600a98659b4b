import { afterEach, describe, expect, it } from 'vitest';
import { RagError } from '../../src/core/errors.ts';
import { hubRequest, withRetries } from '../../src/sources/hub-request.ts';
import { type Handler, type LocalServer, localServer } from '../fakes/local-server.ts';
import { connectionTo } from './hub-connection.ts';
import { collect, failureOf } from './reading.ts';

const servers: LocalServer[] = [];

async function serve(handler: Handler): Promise<LocalServer> {
  const server = await localServer(handler);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('hubRequest', () => {
  it('sends the token to the hub only: not to another origin, and not along a redirect', async () => {
    const storage = await serve(() => ({ body: 'bytes' }));
    const hub = await serve(({ path }) =>
      path === '/file' ? { status: 302, headers: { location: `${storage.url}/blob` } } : { body: {} },
    );
    const connection = connectionTo(hub.url, { token: 'hf_secret' });

    const { body } = await hubRequest(`${hub.url}/file`, {}, connection);
    await collect((await hubRequest(`${storage.url}/page-2`, {}, connection)).body);

    expect(Buffer.concat(await collect(body)).toString()).toBe('bytes');
    expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer hf_secret']);
    expect(storage.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/blob', undefined],
      ['/page-2', undefined],
    ]);
  });

  it('fails when nothing answers, when the answer breaks, and when it stalls', async () => {
    const gone = await localServer(() => ({}));
    await gone.close();
    const cut = await serve(() => ({ body: 'x'.repeat(100), cutAfterBytes: 10 }));
    const stalling = await serve(() => ({ body: 'x'.repeat(100), stallAfterBytes: 10 }));
    const silent = await serve(() => ({ delayMs: 60_000 }));
    const read = async (url: string) => collect((await hubRequest(url, {}, connectionTo(url, { stallMs: 100 }))).body);

    expect(await failureOf(read(gone.url))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: `the hub at ${gone.url} cannot be reached for owner/name: ECONNREFUSED`,
    });
    expect(await failureOf(read(silent.url))).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: `the hub at ${silent.url} cannot be reached for owner/name: nothing came for 100 ms`,
    });
    expect(await failureOf(read(cut.url))).toMatchObject({ code: 'SOURCE_FAILED' });
    expect(await failureOf(read(stalling.url))).toMatchObject({
      code: 'SOURCE_FAILED',
      message: `the connection to ${stalling.url} broke while reading owner/name: nothing came for 100 ms`,
    });
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const silent = await serve(() => {
      controller.abort();
      return { delayMs: 60_000 };
    });

    expect(
      await failureOf(hubRequest(silent.url, {}, connectionTo(silent.url, { signal: controller.signal }))),
    ).toEqual({
      code: 'INTERRUPTED',
      message: 'interrupted',
    });
  });
});

describe('withRetries', () => {
  const passing = (code: 'SOURCE_FAILED' | 'SOURCE_UNREACHABLE', afterMs: number | null = null) =>
    new RagError(code, 'busy', { retry: { afterMs } });

  function failing(times: number, error: Error) {
    let calls = 0;
    const attempt = async () => {
      calls += 1;
      if (calls <= times) throw error;
      return calls;
    };
    return { attempt, calls: () => calls };
  }

  it('tries four times more, ever later, and says so', async () => {
    const connection = connectionTo('http://hub');

    expect(await withRetries(failing(4, passing('SOURCE_FAILED')).attempt, { what: 'asking' }, connection)).toBe(5);
    expect(connection.events).toEqual(
      [1, 2, 4, 8].map((waitMs, index) => ({
        type: 'retry',
        what: 'asking',
        attempt: index + 1,
        waitMs,
        reason: 'busy',
      })),
    );
  });

  it.each([
    ['what cannot pass', new RagError('DATASET_NOT_FOUND', 'none'), 1],
    ['a bug', new RangeError('bug'), 1],
    ['a hub that is not there', passing('SOURCE_UNREACHABLE'), 3],
    ['a hub in trouble', passing('SOURCE_FAILED'), 5],
  ])('gives up on %s', async (_, error, calls) => {
    const attempts = failing(100, error);

    await expect(withRetries(attempts.attempt, { what: 'asking' }, connectionTo('http://hub'))).rejects.toBe(error);
    expect(attempts.calls()).toBe(calls);
  });

  it('waits as long as the server asks for', async () => {
    const connection = connectionTo('http://hub');

    await withRetries(failing(1, passing('SOURCE_FAILED', 30)).attempt, { what: 'asking' }, connection);

    expect(connection.events).toMatchObject([{ waitMs: 30 }]);
  });

  it('counts from the start again after progress', async () => {
    const attempts = failing(20, passing('SOURCE_FAILED'));

    expect(await withRetries(attempts.attempt, { what: 'asking', gotFurther: () => true }, connectionTo(''))).toBe(21);
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const connection = connectionTo('http://hub', { signal: controller.signal, report: () => controller.abort() });
    const attempts = failing(1, passing('SOURCE_FAILED', 60_000));

    expect(await failureOf(withRetries(attempts.attempt, { what: 'asking' }, connection))).toEqual({
      code: 'INTERRUPTED',
      message: 'interrupted',
    });
  });
});
