import type { Dispatcher } from 'undici';
import { interrupted, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import { sleep } from '../network/sleep.ts';
import { brokenAnswer, type HubSubject, networkError, statusError } from './hub-errors.ts';

export interface HubConnection {
  readonly subject: HubSubject;
  readonly token: string | null;
  readonly retryWaitMs: number;
  readonly stallMs: number;
  /** Sends requests through a proxy; null for straight ones. */
  readonly dispatcher: Dispatcher | null;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface HubResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Fails with SOURCE_FAILED when the connection breaks or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Of one request; a hub that cannot be reached at all is given up sooner, as the cache may do instead. */
const RETRIES = 4;
const RETRIES_TO_REACH = 2;

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
    const init: RequestInit = { headers: { ...headers, ...authorization(url, connection) }, signal: watch.signal };
    // Assigned, because the types of Node's `fetch` name the dispatcher of another version of undici.
    const response = await fetch(
      url,
      Object.assign(init, connection.dispatcher && { dispatcher: connection.dispatcher }),
    );
    watch.reset();
    if (!response.ok) {
      await response.body?.cancel();
      throw statusError(response, connection.subject);
    }
    return { status: response.status, headers: response.headers, body: watchedBody(response, watch, connection) };
  } catch (error) {
    watch.stop();
    throw translated(error, networkError, connection);
  }
}

export interface Retrying {
  /** For whoever watches: `download SimpleWiki_processed.jsonl.gz`. */
  readonly what: string;
  /** Whether the last try got further than the one before: such a try does not count. */
  readonly gotFurther?: () => boolean;
}

/**
 * Tries again, a few times and ever later, while the error says that it may pass.
 *
 * Own loop and not p-retry: progress starts the count anew, and the server's own wish for a pause is the pause.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { what, gotFurther = () => false }: Retrying,
  { retryWaitMs, report, signal }: HubConnection,
): Promise<T> {
  let failures = 0;
  while (true) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw interrupted(signal);
      failures = gotFurther() ? 1 : failures + 1;
      if (!(error instanceof RagError) || error.retry === null || failures > retriesFor(error)) throw error;
      const waitMs = Math.max(error.retry.afterMs ?? 0, retryWaitMs * 2 ** (failures - 1));
      report({ type: 'retry', what, attempt: failures, waitMs, reason: error.message });
      await sleep(waitMs, signal);
    }
  }
}

function retriesFor({ code }: RagError): number {
  return code === 'SOURCE_UNREACHABLE' ? RETRIES_TO_REACH : RETRIES;
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
    throw translated(error, brokenAnswer, connection);
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

function translated(error: unknown, inWords: typeof networkError, { signal, subject }: HubConnection): RagError {
  if (signal.aborted) return interrupted(signal);
  return error instanceof RagError ? error : inWords(error, subject);
}
