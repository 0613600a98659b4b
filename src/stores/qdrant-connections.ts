import { type Dispatcher, request } from 'undici';
import type { HttpProxy } from '../network/proxies.ts';
import { serverPool } from '../network/server-pool.ts';
import { RETRY_AFTER } from './qdrant-failure.ts';

export interface ConnectionPool {
  /** What a `fetch` needs to use these connections. */
  requestInit(signal: AbortSignal): RequestInit;
  /** A PUT of bytes; gives and throws what the client gives and throws for the same reply. */
  put(url: string, content: PutContent): Promise<{ readonly data: unknown }>;
  close(): Promise<void>;
}

export interface PutContent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

/**
 * Connections of our own in place of the client's (1.18), which it keeps for 10 s and cannot close: Qdrant hangs up after 5 s,
 * so a request on an old connection would fail. Redirects are not followed: the key would go with them.
 */
export function connectionPool(origin: string, proxy: HttpProxy | null): ConnectionPool {
  const pool = serverPool(origin, { proxy, connections: 8 });
  const dispatcher = pool.compose(keepRetryAfter);
  let closing: Promise<void> | null = null;
  return {
    requestInit: (signal) => {
      const init: RequestInit = { signal, redirect: 'manual' };
      // Assigned, because the types of Node's `fetch` name the dispatcher of another version of undici.
      return Object.assign(init, { dispatcher });
    },
    put: async (url, content) => {
      const reply = await sent(request(url, { method: 'PUT', ...content, dispatcher }));
      const headers = headersOf(reply.headers);
      const data = dataIn(await sent(reply.body.text()), headers);
      if (reply.statusCode >= 200 && reply.statusCode < 300) return { data };
      throw Object.assign(new Error(`HTTP ${reply.statusCode}`), { status: reply.statusCode, data, headers });
    },
    close: () => {
      closing ??= pool.close();
      return closing;
    },
  };
}

/** The client's `fetch` wraps what the network threw in a TypeError. */
async function sent<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (cause) {
    throw new TypeError('fetch failed', { cause });
  }
}

/** The value of a reply's JSON, or the text where it never claimed to be JSON. */
function dataIn(text: string, headers: Headers): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (headers.get('content-type')?.includes('application/json')) throw error;
    return text;
  }
}

function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  return new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value ?? '')]));
}

/** Renames `retry-after` in every reply: of one that holds it, the client keeps the first digit only and throws the rest away. */
function keepRetryAfter(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
  return (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onResponseStart: (controller, status, { 'retry-after': after, ...headers }, message) => {
        const kept = after === undefined ? headers : { ...headers, [RETRY_AFTER]: after };
        handler.onResponseStart?.(controller, status, kept, message);
      },
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
}
