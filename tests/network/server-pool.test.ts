import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { proxiesIn, proxyFor } from '../../src/network/proxies.ts';
import { proxyError } from '../../src/network/proxy-failure.ts';
import { serverPool } from '../../src/network/server-pool.ts';
import { localServer } from '../fakes/local-server.ts';
import { type ProxyServerOptions, proxyPage, proxyServer } from '../fakes/proxy-server.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const HTTP = 'http://models.invalid:8080';
const HTTPS = 'https://models.invalid';

async function started(options: ProxyServerOptions = {}) {
  const server = await localServer(({ path }) => ({ body: { path } }));
  const hosts = { 'models.invalid': `127.0.0.1:${server.port}` };
  const proxy = await proxyServer({ hosts, ...options });
  closers.push(server.close, proxy.close);
  return { server, proxy };
}

/** Asks a server through the proxy at `url`. */
async function ask(origin: string, url: string, headers: Record<string, string> | string[] = {}) {
  const pool = serverPool(origin, { proxy: proxyFor(origin, proxiesIn({ HTTP_PROXY: url })), connections: 1 });
  closers.push(() => pool.destroy());
  const { statusCode, body } = await pool.request({ origin, path: '/v1/x?a=1', method: 'GET', headers });
  return { status: statusCode, body: await body.json() };
}

/** What a user gets to see. */
async function failureOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    (value) => `no failure but ${JSON.stringify(value)}`,
    (reason: unknown) => proxyError(new TypeError('fetch failed', { cause: reason }), 'MODEL_UNREACHABLE') ?? reason,
  );
  if (!(error instanceof Error && 'hint' in error && 'code' in error && 'retry' in error)) return String(error);
  const { code, message, hint, retry } = error;
  return `${code} ${message}\n${hint}\n${JSON.stringify(retry)}`.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');
}

describe('serverPool', () => {
  it('hands a request to a server of http to the proxy whole, with its headers and the login', async () => {
    const { proxy, server } = await started({ login: 'user:p@ss' });
    const url = proxy.url.replace('//', '//user:p%40ss@');

    expect(await ask(HTTP, url, { 'x-mark': 'a' })).toEqual({ status: 200, body: { path: '/v1/x' } });
    expect((await ask(HTTP, url, ['x-mark', 'b'])).status).toBe(200);
    expect(proxy.requests).toEqual(Array(2).fill(`GET ${HTTP}/v1/x?a=1`));
    expect(server.requests.map(({ headers }) => [headers.host, headers['x-mark']])).toEqual([
      ['models.invalid:8080', 'a'],
      ['models.invalid:8080', 'b'],
    ]);
  });

  it('asks straight without a proxy', async () => {
    const { server } = await started();
    const pool = serverPool(server.url, { proxy: null, connections: 1 });
    closers.push(() => pool.destroy());

    const { statusCode } = await pool.request({ origin: server.url, path: '/', method: 'GET' });

    expect(statusCode).toBe(200);
  });

  it('reaches a server of https in a tunnel, of which the proxy sees nothing, and checks its certificate', async () => {
    const [key, cert] = ['key', 'certificate'].map((name) =>
      readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url)),
    );
    const server = createTlsServer({ key, cert });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    const port = typeof address === 'string' ? null : address?.port;
    const { proxy } = await started({ login: 'user:p', hosts: { 'models.invalid': `127.0.0.1:${port}` } });

    await expect(ask(HTTPS, proxy.url.replace('//', '//user:p@'))).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(proxy.requests).toEqual(['CONNECT models.invalid:443']);
  });

  it.each([HTTP, HTTPS])('names a proxy that is gone: %s', async (origin) => {
    const { proxy } = await started();
    await proxy.close();
    closers.pop();

    expect(await failureOf(ask(origin, proxy.url.replace('//', '//user:secret@')))).toBe(
      `MODEL_UNREACHABLE nothing answers at the proxy http://127.0.0.1:PORT (connection refused)
correct HTTP_PROXY, which names the proxy http://127.0.0.1:PORT
or ask models.invalid without it: add that name to NO_PROXY
{"afterMs":200}`,
    );
  });

  it.each([HTTP, HTTPS])('names a proxy whose name nobody knows: %s', async (origin) => {
    expect(await failureOf(ask(origin, 'http://proxy.invalid:3128'))).toMatch(
      /^MODEL_UNREACHABLE the proxy http:\/\/proxy\.invalid:3128 cannot be reached \((ENOTFOUND|EAI_AGAIN)\)\n/,
    );
  });

  it.each([HTTP, HTTPS])('tells a proxy that wants a login from one that rejects it: %s', async (origin) => {
    const { proxy } = await started({ login: 'user:right' });

    expect(await failureOf(ask(origin, proxy.url))).toBe(
      `KEY_MISSING the proxy http://127.0.0.1:PORT asks for a user name and a password
export HTTP_PROXY=http://USER:PASSWORD@127.0.0.1:PORT
null`,
    );
    expect(await failureOf(ask(origin, proxy.url.replace('//', '//user:wrong@')))).toBe(
      `KEY_REJECTED the proxy http://127.0.0.1:PORT rejects the user name and the password in HTTP_PROXY
export HTTP_PROXY=http://USER:PASSWORD@127.0.0.1:PORT
null`,
    );
  });

  it.each([
    [403, HTTP, 'null'],
    [403, HTTPS, 'null'],
    [502, HTTPS, '{"afterMs":null}'],
    [504, HTTPS, '{"afterMs":null}'],
  ])('names a proxy that answers %i: %s', async (status, origin, retry) => {
    const { proxy } = await started({ answer: proxyPage(status) });

    expect(await failureOf(ask(origin, proxy.url))).toBe(
      `MODEL_UNREACHABLE the proxy http://127.0.0.1:PORT answers HTTP ${status} for ${origin}
correct HTTP_PROXY, which names the proxy http://127.0.0.1:PORT
or ask models.invalid without it: add that name to NO_PROXY
${retry}`,
    );
    expect(proxy.requests.length).toBe(1);
  });

  it.each([
    [403, 'application/json'],
    [403, 'text/plain'],
    [502, 'text/html'],
    [503, 'application/json'],
  ])("leaves %i in %s to who asked: it may be the server's own", async (status, type) => {
    const body = '{"path":"busy"}';
    const { proxy } = await started({
      answer: `HTTP/1.1 ${status} No\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    });

    expect(await ask(HTTP, proxy.url)).toEqual({ status, body: { path: 'busy' } });
  });

  it.each([HTTP, HTTPS])('names what is no proxy: %s', async (origin) => {
    const { proxy } = await started({ answer: 'SSH-2.0-OpenSSH\r\n' });

    expect((await failureOf(ask(origin, proxy.url))).split('\n')[0]).toBe(
      `MODEL_UNREACHABLE the proxy http://127.0.0.1:PORT does not get through to ${origin} (HPE_INVALID)`,
    );
  });

  it('asks a proxy that hangs up for one tunnel only', async () => {
    const { proxy } = await started({ answer: '' });

    expect(await failureOf(ask(HTTPS, proxy.url))).toBe(
      `MODEL_UNREACHABLE the proxy http://127.0.0.1:PORT does not get through to https://models.invalid (UND_ERR_SOCKET)
correct HTTP_PROXY, which names the proxy http://127.0.0.1:PORT
or ask models.invalid without it: add that name to NO_PROXY
{"afterMs":null}`,
    );
    expect(proxy.requests.length).toBe(1);
  });

  it('gives a connection that ends without an answer as it is, so that a fresh one is tried', async () => {
    const { proxy } = await started({ answer: '' });

    await expect(ask(HTTP, proxy.url)).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });
});
