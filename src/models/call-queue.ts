import { interrupted } from '../core/errors.ts';

type Vectors = readonly Float32Array[];

/** Texts that somebody waits for the vectors of. */
export interface Call {
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
  resolve(vectors: Vectors): void;
  reject(error: unknown): void;
}

/** Calls that wait for their turn, first come, first served. */
export interface CallQueue {
  /** What the call is resolved with. @throws RagError INTERRUPTED when the signal is aborted while the call waits */
  add(texts: readonly string[], signal: AbortSignal): Promise<Vectors>;
  /** The next call, which is then the taker's; null when none waits. */
  take(): Call | null;
  /** In front of all others. */
  putBack(call: Call): void;
  rejectAll(error: unknown): void;
  isWaiting(): boolean;
}

export function callQueue(): CallQueue {
  const waiting: Call[] = [];

  const enter = (call: Call, at: number): void => {
    waiting.splice(at, 0, call);
    call.signal.addEventListener('abort', leaveAll, { once: true });
  };
  /** Calls of the same signal wait for the same thing. */
  function leaveAll(): void {
    for (const call of waiting.filter(({ signal }) => signal.aborted)) {
      waiting.splice(waiting.indexOf(call), 1);
      call.reject(interrupted(call.signal));
    }
  }

  return {
    add: (texts, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(interrupted(signal));
        enter({ texts, signal, resolve, reject }, waiting.length);
      }),
    take: () => waiting.shift() ?? null,
    putBack: (call) => enter(call, 0),
    rejectAll: (error) => {
      for (const call of waiting.splice(0)) call.reject(error);
    },
    isWaiting: () => waiting.length > 0,
  };
}
