/**
 * The items, until the signal is aborted: then its reason is thrown at once, even while the next item is waited for, which may
 * take for ever. What gives the items is told to end, and not waited for.
 */
export async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(signal.reason);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
  aborted.catch(() => {}); // Nobody may be waiting for an item just then.
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    iterator.return?.()?.catch(() => {}); // What it ends with does not matter any more.
  }
}
