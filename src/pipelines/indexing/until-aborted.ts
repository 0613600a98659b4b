/**
 * The items, until the signal is aborted: then its reason is thrown at once, even while the next item is waited for, which may
 * take for ever. What gives the items is told to end, and not waited for.
 */
export async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let stopWaiting: () => void = () => {};
  const onAbort = () => stopWaiting();
  signal.addEventListener('abort', onAbort);
  // A race with one promise for all items would hold each of them until the end.
  const next = (): Promise<IteratorResult<T>> =>
    new Promise((resolve, reject) => {
      stopWaiting = () => reject(signal.reason);
      iterator.next().then(resolve, reject);
      if (signal.aborted) stopWaiting();
    });
  try {
    for (let result = await next(); result.done !== true; result = await next()) yield result.value;
  } finally {
    signal.removeEventListener('abort', onAbort);
    iterator.return?.()?.catch(() => {}); // What it ends with does not matter any more.
  }
}
