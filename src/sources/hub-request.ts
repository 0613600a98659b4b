import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { interrupted, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { type HubSubject, networkError, statusError } from './hub-errors.ts';

export interface HubConnection {
  readonly subject: HubSubject;
  readonly token: string | null;
  readonly retryWaitMs: number;
  readonly stallMs: number;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface HubResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Fails with SOURCE_UNREACHABLE when the connection breaks or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
}

const RETRIES = 4;

/**
 * One GET. The token goes to the hub's own origin only: neither to another address in an answer nor along a redirect.
 *
 * @throws RagError KEY_MISSING, KEY_REJECTED, DATASET_NOT_FOUND, SOURCE_FAILED, SOURCE_UNREACHABLE
 */
export async function hubRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  connection: HubConnection,
): Promise<HubResponse> {
  const watch = stallWatch(connection);
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...authorization(url, connection) },
      signal: watch.signal,
    });
    watch.reset();
    if (!response.ok) {
      await response.body?.cancel();
      throw statusError(response, connection.subject);
    }
    return { status: response.status, headers: response.headers, body: watchedBody(response, watch, connection) };
  } catch (error) {
    watch.stop();
    throw translated(error, connection);
  }
}

/** Tries again, a few times and ever later, while the error says that it may pass. */
export async function withRetries<T>(attempt: () => Promise<T>, what: string, connection: HubConnection): Promise<T> {
  const { retryWaitMs, report, signal } = connection;
  const retried = pRetry(attempt, {
    retries: RETRIES,
    minTimeout: retryWaitMs,
    factor: 2,
    signal,
    shouldRetry: ({ error }) => error instanceof RagError && error.retry !== null,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      if (!(error instanceof RagError) || error.retry === null || retriesLeft === 0) return;
      const extraMs = error.retry.afterMs ?? 0;
      const waitMs = extraMs + retryWaitMs * 2 ** (attemptNumber - 1);
      report({ type: 'retry', what, attempt: attemptNumber, waitMs, reason: error.message });
      await sleep(extraMs, undefined, { signal });
    },
  });
  return retried.catch((error: unknown) => {
    throw signal.aborted ? interrupted(signal) : error;
  });
}

function authorization(url: string, { token, subject }: HubConnection): Readonly<Record<string, string>> {
  const isHub = new URL(url).origin === new URL(subject.endpoint).origin;
  return token !== null && isHub ? { authorization: `Bearer ${token}` } : {};
}

async function* watchedBody(
  response: Response,
  watch: StallWatch,
  connection: HubConnection,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of response.body ?? []) {
      watch.reset();
      yield part;
    }
  } catch (error) {
    throw translated(error, connection);
  } finally {
    watch.stop();
  }
}

interface StallWatch {
  readonly signal: AbortSignal;
  reset(): void;
  stop(): void;
}

function stallWatch({ stallMs, signal }: HubConnection): StallWatch {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`nothing came for ${stallMs} ms`)), stallMs);
  return {
    signal: AbortSignal.any([signal, stalled.signal]),
    reset: () => timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}

function translated(error: unknown, { signal, subject }: HubConnection): unknown {
  if (signal.aborted) return interrupted(signal);
  return error instanceof RagError ? error : networkError(error, subject);
}
