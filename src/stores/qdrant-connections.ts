import { Agent, type Dispatcher } from 'undici';
import { RETRY_AFTER } from './qdrant-failure.ts';

export interface ConnectionPool {
  /** What a `fetch` needs to use these connections. */
  requestInit(signal: AbortSignal): RequestInit;
  close(): Promise<void>;
}

/**
 * Connections of our own in place of the client's (1.18), which it keeps for 10 s and cannot close: Qdrant hangs up after 5 s,
 * so a request on an old connection would fail. Redirects are not followed: the key would go with them.
 */
export function connectionPool(): ConnectionPool {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 4000, headersTimeout: 0, bodyTimeout: 0 });
  const dispatcher = agent.compose(keepRetryAfter);
  let closing: Promise<void> | null = null;
  return {
    requestInit: (signal) => {
      const init: RequestInit = { signal, redirect: 'manual' };
      // Assigned, because the types of Node's `fetch` name the dispatcher of another version of undici.
      return Object.assign(init, { dispatcher });
    },
    close: () => {
      closing ??= agent.close();
      return closing;
    },
  };
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
