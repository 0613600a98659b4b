import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Keeps the memory of a long run near what it really holds: from here on the heap may grow to twice its content before garbage is
 * looked for everywhere. Left alone it grows to several times that: on 20,000 chunks with vectors of 1,024 numbers 230 MB were in use
 * instead of 190, and the time was the same. To 1.6 times makes it 180 MB, and a tenth more time.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=100');
  // The limit is set by a full collection of garbage, the first of which would be far away.
  setFlagsFromString('--expose-gc');
  const collectGarbage: unknown = runInNewContext('gc');
  if (typeof collectGarbage === 'function') collectGarbage();
}
