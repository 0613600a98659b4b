/** Tells a call that it must end before it is done. Lighter than an AbortSignal of its own for every call, which shows where calls are many. */
export interface Cancellation {
  isCancelled(): boolean;
  /** `end` is called when the call must end, at once if it must already; it takes the place of one given before. */
  onCancel(end: (reason: Error) => void): void;
}

/** What `run` gives, or its failure once `milliseconds` have passed or `signal` is aborted; `run` must obey the cancellation. */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  run: (cancellation: Cancellation) => Promise<T>,
): Promise<{ readonly type: 'done'; readonly value: T } | { readonly type: 'expired' }> {
  let reason: Error | null = null;
  let tell = (_reason: Error): void => {};
  const cancel = (why: Error) => {
    reason ??= why;
    tell(reason);
  };
  const abort = () => cancel(ABORTED);
  const cancellation: Cancellation = {
    isCancelled: () => reason !== null,
    onCancel: (end) => {
      tell = end;
      if (reason !== null) end(reason);
    },
  };
  const timer = setTimeout(cancel, milliseconds, EXPIRED);
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    return { type: 'done', value: await run(cancellation) };
  } catch (error) {
    if (reason === EXPIRED) return { type: 'expired' };
    throw error;
  } finally {
    clearTimeout(timer);
    // Not left to `once`: one signal lives as long as the command and would gather a listener per call.
    signal.removeEventListener('abort', abort);
  }
}

const EXPIRED = new Error('deadline');
const ABORTED = new Error('aborted');
