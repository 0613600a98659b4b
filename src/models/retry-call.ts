import { type ErrorCode, RagError } from '../core/errors.ts';
import type { Report } from '../core/events.ts';
import type { Sleep } from '../network/sleep.ts';

export interface RetryOptions {
  /** Further attempts after the first. */
  readonly retries: number;
  readonly sleep: Sleep;
  /** The next number from 0 up to 1; seeded, so that a run can be repeated. */
  readonly random: () => number;
  readonly report: Report;
}

/**
 * What `call` gives at last. Only an error that carries advice to retry is tried again: after the time the server asked for, else
 * after a random part of 0.5 s, 1 s, 2 s, … up to 30 s.
 *
 * @throws RagError of the last attempt, which then says how many there were
 */
export async function retryCall<T>(
  what: string,
  call: () => Promise<T>,
  signal: AbortSignal,
  { retries, sleep, random, report }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RagError) || error.retry === null) throw error;
      const { afterMs } = error.retry;
      if (attempt > Math.min(retries, MOST_RETRIES[error.code] ?? retries))
        throw given(error, timesTried(attempt), attempt);
      if (afterMs !== null && afterMs > LONGEST_WAIT_MS) {
        throw given(error, `the server asks to wait ${Math.ceil(afterMs / 1000)} s, which is too long`, attempt);
      }
      const waitMs = Math.round(afterMs ?? random() * Math.min(LONGEST_BACKOFF_MS, BASE_MS * 2 ** (attempt - 1)));
      report({ type: 'retry', what, attempt, waitMs, reason: error.message });
      await sleep(waitMs, signal);
    }
  }
}

const BASE_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
const LONGEST_WAIT_MS = 120_000;

/** What is wrong with a reply seldom changes, and waiting out a deadline is expensive. */
const MOST_RETRIES: Partial<Record<ErrorCode, number>> = {
  EMBEDDER_TIMEOUT: 2,
  EMBEDDING_INVALID: 1,
  MODEL_TIMEOUT: 2,
  REPLY_INVALID: 1,
};

function timesTried(attempts: number): string | null {
  return attempts === 1 ? null : `tried ${attempts} times`;
}

/** The error to give up with: no more advice to retry, so that nothing further out tries again. */
function given({ code, message, hint, cause, details }: RagError, remark: string | null, attempts: number): RagError {
  return new RagError(code, remark === null ? message : `${message}; ${remark}`, {
    hint,
    cause,
    details: { ...details, attempts },
  });
}
