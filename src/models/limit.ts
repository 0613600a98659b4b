import { interrupted } from '../core/errors.ts';

/** Runs tasks at most so many at a time, in the order in which they were given. */
export interface Limit {
  /** @throws RagError INTERRUPTED when the signal is aborted before the task's turn */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function limit(most: number): Limit {
  const waiting: (() => void)[] = [];
  let running = 0;

  const takeTurn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', leave);
        running += 1;
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(interrupted(signal));
      };
      if (running < most) return start();
      waiting.push(start);
      signal.addEventListener('abort', leave, { once: true });
    });

  return {
    run: async (task, signal) => {
      if (signal.aborted) throw interrupted(signal);
      await takeTurn(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        waiting.shift()?.();
      }
    },
  };
}
