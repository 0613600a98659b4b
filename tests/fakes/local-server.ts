import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Milliseconds since the server started. */
  readonly arrivedAt: number;
}

/** What to answer; the last fields make a server misbehave. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text and bytes as they are. */
  readonly body?: unknown;
  readonly delayMs?: number;
  /** Sends headers and this many bytes of the body, then nothing more. */
  readonly stallAfterBytes?: number;
  /** Sends headers and this many bytes of the body, then closes the socket. */
  readonly cutAfterBytes?: number;
  /** Closes the socket without an answer. */
  readonly reset?: boolean;
}

export type Handler = (request: LoggedRequest) => Reply | Promise<Reply>;

/** Answers in place of the handler while it matches; `nth` counts its own matches from 1. */
export interface Fault {
  readonly matches?: (request: LoggedRequest) => boolean;
  readonly times?: number;
  readonly reply: Reply | ((request: LoggedRequest, nth: number) => Reply);
}

export interface LocalServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly LoggedRequest[];
  readonly mostInFlight: number;
  addFault(fault: Fault): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of this machine, with a log of what it was asked and faults on demand. */
export async function localServer(handler: Handler): Promise<LocalServer> {
  const requests: LoggedRequest[] = [];
  const faults: { fault: Fault; used: number }[] = [];
  const startedAt = performance.now();
  let inFlight = 0;
  let mostInFlight = 0;

  const answer = async (request: LoggedRequest): Promise<Reply> => {
    const active = faults.find(
      ({ fault, used }) => used < (fault.times ?? Number.POSITIVE_INFINITY) && (fault.matches?.(request) ?? true),
    );
    if (active === undefined) return handler(request);
    active.used += 1;
    return typeof active.fault.reply === 'function' ? active.fault.reply(request, active.used) : active.fault.reply;
  };

  const server = createServer((incoming, outgoing) => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    outgoing.once('close', () => {
      inFlight -= 1;
    });
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', async () => {
      const url = new URL(incoming.url ?? '/', 'http://local');
      const request: LoggedRequest = {
        method: incoming.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(parts).toString('utf8'),
        arrivedAt: performance.now() - startedAt,
      };
      requests.push(request);
      try {
        await send(outgoing, await answer(request), request.method);
      } catch (error) {
        await send(outgoing, { status: 500, body: `the fake server failed: ${String(error)}` }, request.method);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    get mostInFlight() {
      return mostInFlight;
    },
    addFault: (fault) => {
      faults.push({ fault, used: 0 });
    },
    clearFaults: () => {
      faults.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function send(response: ServerResponse, reply: Reply, method: string): Promise<void> {
  if (reply.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
  if (reply.reset) {
    response.destroy();
    return;
  }
  const { bytes, type } = encode(reply.body);
  response.writeHead(reply.status ?? 200, { 'content-type': type, 'content-length': bytes.length, ...reply.headers });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  const stop = reply.stallAfterBytes ?? reply.cutAfterBytes;
  if (stop === undefined) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, stop), () => {
    if (reply.cutAfterBytes !== undefined) response.destroy();
  });
}

function encode(body: unknown): { bytes: Buffer; type: string } {
  if (body === undefined) return { bytes: Buffer.alloc(0), type: 'text/plain' };
  if (Buffer.isBuffer(body)) return { bytes: body, type: 'application/octet-stream' };
  if (typeof body === 'string') return { bytes: Buffer.from(body, 'utf8'), type: 'text/plain; charset=utf-8' };
  return { bytes: Buffer.from(JSON.stringify(body), 'utf8'), type: 'application/json' };
}
