import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Cancellation } from '../../src/models/deadline.ts';
import { requestSender, type SenderOptions } from '../../src/models/send-request.ts';
import { proxyServer } from '../fakes/proxy-server.ts';

const REQUEST = { head: { path: '/x', method: 'POST', headers: { 'x-mark': 'a' } }, body: 'Größe' } as const;
const NEVER: Cancellation = { isCancelled: () => false, onCancel: () => {} };
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** What the server writes to each request, in turn; null closes the socket instead. Then `OK`. */
let answers: (string | null)[] = [];
/** The number of the socket each request came on. */
let cameOn: number[] = [];
let texts: string[] = [];
let sockets: Socket[] = [];
let server: Server;
let origin = '';

beforeEach(async () => {
  [answers, cameOn, texts, sockets] = [[], [], [], []];
  server = createServer((socket) => {
    const number = sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      texts.push(bytes.toString('utf8'));
      cameOn.push(number);
      const answer = answers.length > 0 ? answers.shift() : OK;
      if (answer === null) socket.destroy();
      else socket.write(answer ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function sender(options: Partial<SenderOptions> = {}) {
  return requestSender({
    origin,
    proxy: null,
    connections: 1,
    maxBytes: 100,
    tooLong: () => new Error('too long'),
    brokenOff: (cause, bytes) => new Error(`broken off after ${bytes}`, { cause }),
    ...options,
  });
}

/** A cancellation to be called by the test. */
function cancellable() {
  let tell = (_reason: Error): void => {};
  let why: Error | null = null;
  const cancellation: Cancellation = {
    isCancelled: () => why !== null,
    onCancel: (end) => {
      tell = end;
      if (why !== null) end(why);
    },
  };
  const cancel = (reason: Error) => {
    why = reason;
    tell(reason);
  };
  return { cancellation, cancel };
}

describe('requestSender', () => {
  it('sends a body with its length and gives the reply, its headers in lower case', async () => {
    answers = ['HTTP/1.1 404 Not Found\r\nX-One: 1\r\nContent-Length: 2\r\n\r\nno'];

    const { status, headers, body } = await sender()(REQUEST, NEVER);

    expect([status, headers['x-one'], body.toString('utf8')]).toEqual([404, '1', 'no']);
    const [head = '', sent] = texts.join('').split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toBe('POST /x HTTP/1.1');
    expect(head.split('\r\n')).toContain('x-mark: a');
    expect(head.split('\r\n')).toContain('content-length: 7');
    expect(sent).toBe('Größe');
  });

  it('keeps its socket for the next request', async () => {
    const send = sender();
    await send(REQUEST, NEVER);
    await send(REQUEST, NEVER);

    expect(cameOn).toEqual([1, 1]);
  });

  it('sends once more over a fresh socket when the kept one is closed as it is used', async () => {
    const send = sender();
    await send(REQUEST, NEVER);
    answers = [null];

    expect((await send(REQUEST, NEVER)).status).toBe(200);
    expect(cameOn).toEqual([1, 1, 2]);
  });

  it('goes through the proxy that time too', async () => {
    const proxy = await proxyServer({ hosts: { 'models.invalid': new URL(origin).host } });
    const route = { origin: proxy.url, authorization: null, variable: 'HTTP_PROXY' };
    answers = [null];

    expect((await sender({ origin: 'http://models.invalid', proxy: route })(REQUEST, NEVER)).status).toBe(200);
    expect(proxy.requests).toEqual(['POST http://models.invalid/x', 'POST http://models.invalid/x']);
    await proxy.close();
  });

  it('does not send once more when the reply has begun', async () => {
    answers = ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nfour'];
    const asked = sender()(REQUEST, NEVER);
    await expect.poll(() => cameOn.length).toBe(1);
    setTimeout(() => sockets[0]?.destroy(), 20);

    await expect(asked).rejects.toThrow('broken off after 4');
    expect(cameOn).toEqual([1]);
  });

  it('refuses a longer body as soon as it is too long', async () => {
    answers = [`HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n${'x'.repeat(101)}`];

    await expect(sender()(REQUEST, NEVER)).rejects.toThrow('too long');
  });

  it('ends a request that waits for its reply', async () => {
    answers = [''];
    const { cancellation, cancel } = cancellable();
    const asked = sender()(REQUEST, cancellation);
    await expect.poll(() => cameOn.length).toBe(1);
    const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
    cancel(new Error('enough'));

    await expect(asked).rejects.toThrow('enough');
    await closed; // The server need not go on.
  });

  it('ends a request that waits for a socket, which then is never sent', async () => {
    answers = [''];
    const send = sender();
    const first = cancellable();
    const second = cancellable();
    const held = send(REQUEST, first.cancellation);
    const waiting = send(REQUEST, second.cancellation);
    await expect.poll(() => cameOn.length).toBe(1);
    second.cancel(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');

    first.cancel(new Error('that too'));
    await expect(held).rejects.toThrow('that too');
    expect((await send(REQUEST, NEVER)).status).toBe(200);
    expect(texts.length).toBe(2);
  });

  it('gives the error of the network when there is nobody', async () => {
    const { port } = new URL(origin);
    await new Promise((resolve) => server.close(resolve));

    await expect(sender()(REQUEST, NEVER)).rejects.toMatchObject({ code: 'ECONNREFUSED', port: Number(port) });
  });
});
