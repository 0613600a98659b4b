/** How many calls to have under way at a server. */
export interface ConcurrencyControl {
  readonly limit: number;
  /** A call brought `items` results at the time `at`, in milliseconds; `isBusy`: another one waits for its place. */
  succeeded(items: number, at: number, isBusy: boolean): void;
  /** A call that began at `startedAt` was refused, or given up, because the server has too much to do. */
  pushedBack(startedAt: number, at: number): void;
}

/** The same number all the time. */
export function fixedConcurrency(limit: number): ConcurrencyControl {
  return { limit, succeeded: () => {}, pushedBack: () => {} };
}

export interface ConcurrencyBounds {
  /** At least 1. */
  readonly least: number;
  readonly most: number;
}

/**
 * A number found out while calling. Begins with two, so that one call is under way while the next is made. Takes one more as long as
 * that brings at least 5 % more results in a time, measured over a few calls each; then keeps the number, and tries one more now and
 * then. Takes half when the server pushes back, and for a while not as much as it took before.
 *
 * `limit` is never outside the bounds. No clock of its own: the same calls at the same times give the same numbers.
 */
export function adaptiveConcurrency({ least, most }: ConcurrencyBounds): ConcurrencyControl {
  let limit = Math.max(least, Math.min(2, most));
  let ceiling = most;
  /** Windows that are still to pass before one more is tried; null while the number grows. */
  let holding: number | null = null;
  /** What was measured before the last step up. */
  let before: { readonly limit: number; readonly rate: number } | null = null;
  let halvedAt = Number.NEGATIVE_INFINITY;
  let window = newWindow(0);

  const moveTo = (wanted: number): void => {
    limit = Math.max(least, Math.min(wanted, ceiling));
    window = newWindow(limit);
  };
  const grow = (rate: number): void => {
    before = { limit, rate };
    holding = limit < ceiling ? null : WINDOWS_HELD;
    moveTo(limit + 1);
  };
  const judge = (rate: number): void => {
    if (holding !== null) {
      holding -= 1;
      if (holding > 0) return;
      ceiling = Math.min(most, ceiling + 1);
      grow(rate);
    } else if (before === null || rate > before.rate * WORTHWHILE) {
      grow(rate);
    } else {
      moveTo(before.limit);
      holding = WINDOWS_HELD;
    }
  };

  return {
    get limit() {
      return limit;
    },
    succeeded: (items, at, isBusy) => {
      // With nobody waiting the rate tells how fast calls are made, not how fast they could be.
      if (!isBusy) window = newWindow(0);
      else if (window.skipped > 0) window.skipped -= 1;
      else if (window.startedAt === null) window.startedAt = at;
      else {
        window.calls += 1;
        window.items += items;
        if (window.calls < CALLS_PER_PLACE * limit) return;
        const rate = window.items / Math.max(1, at - window.startedAt);
        window = newWindow(0);
        judge(rate);
      }
    },
    pushedBack: (startedAt, at) => {
      // Calls made before the last step down do not tell whether that was enough.
      if (startedAt < halvedAt) return;
      halvedAt = at;
      ceiling = Math.max(least, limit - 1);
      moveTo(Math.floor(limit / 2));
      holding = WINDOWS_HELD;
    },
  };
}

/** Fewer, and chance would decide: calls end in bursts. */
const CALLS_PER_PLACE = 4;
const WORTHWHILE = 1.05;
const WINDOWS_HELD = 10;

interface Window {
  /** Calls to pass over: those that began before a change. */
  skipped: number;
  startedAt: number | null;
  calls: number;
  items: number;
}

function newWindow(skipped: number): Window {
  return { skipped, startedAt: null, calls: 0, items: 0 };
}
