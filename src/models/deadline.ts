/** What `run` gives, or its failure once `milliseconds` have passed or `signal` is aborted; `run` must obey the signal it is given. */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly type: 'done'; readonly value: T } | { readonly type: 'expired' }> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(EXPIRED), milliseconds);
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    return { type: 'done', value: await run(controller.signal) };
  } catch (error) {
    if (controller.signal.reason === EXPIRED) return { type: 'expired' };
    throw error;
  } finally {
    clearTimeout(timer);
    // Not left to `once`: one signal lives as long as the command and would gather a listener per call.
    signal.removeEventListener('abort', abort);
  }
}

const EXPIRED = new Error('deadline');
