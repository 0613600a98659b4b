/** How often to try again, and how long to wait before. */
export interface RetryPlan {
  /** Calls in all, the first included. */
  readonly tries: number;
  /** `failed` counts the calls made so far, from 1. */
  waitMs(failed: number): number;
}

const exponential = (failed: number): number => Math.min(30_000, 500 * 2 ** (failed - 1));

export const BACK_OFF: RetryPlan = { tries: 5, waitMs: exponential };

/** For a kept-alive connection that the server closed just then: a fresh one will do. */
export const AT_ONCE: RetryPlan = { tries: 5, waitMs: (failed) => (failed === 1 ? 0 : exponential(failed)) };

/** For a server that is probably not running: not worth a long wait. */
export const QUICKLY: RetryPlan = { tries: 3, waitMs: () => 200 };

/** For calls that have already taken their full time. */
export const SELDOM: RetryPlan = { tries: 3, waitMs: exponential };

/** For a server that says when to come back. */
export function afterWaiting(waitMs: number): RetryPlan {
  return { tries: 5, waitMs: () => waitMs };
}
