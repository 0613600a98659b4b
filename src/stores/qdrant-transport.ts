import { QdrantClient } from '@qdrant/js-client-rest';
import { interrupted } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Sleep } from '../network/sleep.ts';
import type { QdrantAddress } from './qdrant-address.ts';
import { connectionPool } from './qdrant-connections.ts';
import { type Failure, isTimeout, type QdrantPlace, timedOut, unreadableReply } from './qdrant-errors.ts';
import { qdrantFailure } from './qdrant-failure.ts';

/** The client's generated functions: unlike its methods, they take a signal and leave `metadata` in a new collection. */
type QdrantApi = ReturnType<QdrantClient['api']>;

/**
 * One request; every one of ours may be repeated without harm. One that only asks gives its `patience` to the server; to a change
 * the server would answer after that time that it is still to be made.
 */
type QdrantRequest = (
  api: QdrantApi,
  init: RequestInit,
  patience: ServerPatience,
) => Promise<{ readonly data: unknown }>;

/** How many seconds the server may work at a request; empty for as many as it likes. */
interface ServerPatience {
  readonly timeout?: number;
}

export interface TransportOptions {
  readonly address: QdrantAddress;
  readonly place: QdrantPlace;
  readonly apiKey: string | null;
  /** For one try, from the first byte sent to the last received. */
  readonly timeoutMs: number;
  readonly sleep: Sleep;
  readonly report: Report;
}

export interface QdrantTransport {
  /** The reply's `result`, after as many tries as the failures deserve; `limitMs` is for one try, if it is not the usual one. */
  call(what: string, request: QdrantRequest, signal: AbortSignal, limitMs?: number): Promise<unknown>;
  /**
   * The same for a body that is JSON already. The client would take objects only and print their numbers one by one, which for
   * vectors costs five times as much as sending them.
   */
  put(path: string, body: Buffer, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

export function qdrantTransport({
  address,
  place,
  apiKey,
  timeoutMs,
  sleep,
  report,
}: TransportOptions): QdrantTransport {
  const connections = connectionPool(address.origin, place.proxy);
  const api = clientApi(address, apiKey);

  const attempt = async (
    request: QdrantRequest,
    signal: AbortSignal,
    { limitMs, patience }: Limits,
  ): Promise<Success | Failure> => {
    const deadline = startDeadline(limitMs, signal);
    try {
      const { data } = await request(api, connections.requestInit(deadline.signal), patience);
      const result = resultIn(data);
      return result === undefined ? { error: unreadableReply('no result', place), plan: null } : { result };
    } catch (thrown) {
      if (signal.aborted) throw interrupted(signal);
      const failure = deadline.signal.aborted ? timedOut(limitMs, place) : qdrantFailure(thrown, place);
      if (failure === null) throw thrown;
      return failure;
    } finally {
      deadline.stop();
    }
  };

  const call = async (
    what: string,
    request: QdrantRequest,
    signal: AbortSignal,
    limitMs = timeoutMs,
  ): Promise<unknown> => {
    let patience: ServerPatience = {};
    for (let failed = 1; ; failed += 1) {
      if (signal.aborted) throw interrupted(signal);
      const outcome = await attempt(request, signal, { limitMs, patience });
      if ('result' in outcome) return outcome.result;
      const { error, plan } = outcome;
      if (plan === null || failed >= plan.tries) throw error;
      patience = isTimeout(error) ? { timeout: Math.ceil(limitMs / 1000) } : {};
      const waitMs = plan.waitMs(failed);
      report({ type: 'retry', what: `qdrant ${what}`, attempt: failed, waitMs, reason: error.message });
      if (waitMs > 0) await sleep(waitMs, signal);
    }
  };

  return {
    call,
    put: (path, body, signal) => {
      const url = `${address.origin}${address.prefix}${path}`;
      const headers = { 'content-type': 'application/json', ...authorization(apiKey) };
      return call(
        'upsert',
        (_api, { signal: deadline }) => connections.put(url, { headers, body, signal: deadline ?? signal }),
        signal,
      );
    },
    close: connections.close,
  };
}

interface Limits {
  readonly limitMs: number;
  readonly patience: ServerPatience;
}

interface Success {
  readonly result: unknown;
}

function resultIn(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'result' in data ? data.result : undefined;
}

/**
 * The client's own timeout is off: with it, no signal of ours would reach `fetch`. Its version check is off because it prints
 * to the console. The key travels in `authorization`, which is never sent on to another origin, as `api-key` would be.
 */
function clientApi({ host, port, https, prefix }: QdrantAddress, apiKey: string | null): QdrantApi {
  const headers = authorization(apiKey);
  const timeout = Number.POSITIVE_INFINITY;
  return new QdrantClient({ host, port, https, prefix, headers, timeout, checkCompatibility: false }).api();
}

function authorization(apiKey: string | null): Record<string, string> {
  return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
}

/** Aborts with `signal`, or by itself when the time is over. */
function startDeadline(timeoutMs: number, signal: AbortSignal) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const forward = () => controller.abort(signal.reason);
  signal.addEventListener('abort', forward);
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', forward);
    },
  };
}
