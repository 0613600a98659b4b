/** A signal that follows another one some time later, so that what is under way may come to its end. */
export function lateSignal(signal: AbortSignal, milliseconds: number): AbortSignal {
  const late = new AbortController();
  const follow = () => setTimeout(() => late.abort(signal.reason), milliseconds).unref();
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return late.signal;
}
