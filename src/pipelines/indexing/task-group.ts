/** Tasks that run side by side, at most so many at a time. */
export interface TaskGroup {
  /** Resolves when the task has begun, which may take until another ends. @throws what a task of the group has failed with */
  start(task: () => Promise<void>): Promise<void>;
  /** Resolves when all tasks have ended. @throws what the first of them to fail failed with */
  finish(): Promise<void>;
}

/** `onFailure` hears of the first failure at once; after it no task begins. */
export function taskGroup(most: () => number, onFailure: (error: unknown) => void): TaskGroup {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;

  const fail = (error: unknown): void => {
    if (failure !== null) return;
    failure = { error };
    onFailure(error);
  };
  const run = (task: () => Promise<void>): void => {
    const promise: Promise<void> = task()
      .catch(fail)
      .finally(() => running.delete(promise));
    running.add(promise);
  };
  const refuseAfterFailure = (): void => {
    if (failure !== null) throw failure.error;
  };

  return {
    start: async (task) => {
      while (running.size >= most() && failure === null) await Promise.race(running);
      refuseAfterFailure();
      run(task);
    },
    finish: async () => {
      while (running.size > 0) await Promise.race(running);
      refuseAfterFailure();
    },
  };
}
