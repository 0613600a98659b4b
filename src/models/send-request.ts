import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

import type { HttpProxy } from '../network/proxies.ts';
import { serverPool } from '../network/server-pool.ts';
import { bodyOfLength, bodyOfParts } from './body-buffer.ts';
import type { Cancellation } from './deadline.ts';

/** A request but for its body and its server: the same for all requests to one path. */
export interface RequestHead {
  /** Below the origin, with a slash at its start. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
}

export interface OutgoingRequest {
  readonly head: RequestHead;
  /** Null for a request without one. */
  readonly body: string | Buffer | null;
}

/** A reply as it came, its body still packed. */
export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface SenderOptions {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  readonly proxy: HttpProxy | null;
  /** Sockets at most; as many as there are requests in flight. */
  readonly connections: number;
  /** Of a body, as it comes. */
  readonly maxBytes: number;
  /** What a body longer than that is refused with. */
  readonly tooLong: () => Error;
  /** What a body is refused with that ends too early, after this many bytes. */
  readonly brokenOff: (cause: Error, bytes: number) => Error;
}

/** The whole reply to a request. A cancellation ends the request, and the reply that is being read, at once. */
export type SendRequest = (request: OutgoingRequest, cancellation: Cancellation) => Promise<RawReply>;

/**
 * A sender over kept sockets. It stands on the lowest floor of undici, with which a call takes less processor time than with
 * `node:http` or `fetch`. It sets no time limit but one on connecting, because models may think for minutes, and follows no
 * redirect. Errors of the network are thrown as they are.
 */
export function requestSender(options: SenderOptions): SendRequest {
  const { origin, proxy, connections } = options;
  const pool = serverPool(origin, { proxy, connections });

  return async (request, cancellation) => {
    try {
      return await send(pool, request, cancellation, options);
    } catch (error) {
      if (!isReset(error) || cancellation.isCancelled()) throw error;
      // A kept socket may be closed by the server in the moment it is used again; a fresh one tells whether the server is gone.
      const fresh = serverPool(origin, { proxy, connections: 1 });
      return await send(fresh, request, cancellation, options).finally(() => fresh.destroy());
    }
  };
}

function send(
  dispatcher: Dispatcher,
  { head, body }: OutgoingRequest,
  cancellation: Cancellation,
  { maxBytes, tooLong, brokenOff }: SenderOptions,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    let started: Omit<RawReply, 'body'> | null = null;
    let received = bodyOfParts();
    let length = 0;
    const fail = (controller: Dispatcher.DispatchController, reason: Error) => {
      reject(reason);
      controller.abort(reason);
    };
    cancellation.onCancel(reject); // It may wait for a socket still, and then there is nothing to end.
    dispatcher.dispatch(
      { ...head, body },
      {
        onRequestStart: (controller) => cancellation.onCancel((reason) => fail(controller, reason)),
        onResponseStart: (_, status, headers) => {
          started = { status, headers };
          const announced = Number(headers['content-length']);
          if (announced <= maxBytes) received = bodyOfLength(announced); // No more than that many bytes will come.
        },
        onResponseData: (controller, part) => {
          length = received.add(part);
          if (length > maxBytes) fail(controller, tooLong());
        },
        onResponseEnd: () => {
          if (started !== null) resolve({ ...started, body: received.bytes() });
        },
        onResponseError: (_, error) => reject(started === null ? error : brokenOff(error, length)),
      },
    );
  });
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RESET.has(String(error.code));
}

const RESET: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
