/** Counts those that wait, so that nobody is added while they are too many. */
export interface WaitingRoom {
  isFull(): boolean;
  enter(): void;
  leave(count: number): void;
  /** Resolves when it is not full. For one caller at a time. */
  hasRoom(): Promise<void>;
}

/** Full when `most` or more wait. */
export function waitingRoom(most: number): WaitingRoom {
  let count = 0;
  let tell: () => void = () => {};
  const isFull = () => count >= most;
  return {
    isFull,
    enter: () => {
      count += 1;
    },
    leave: (leaving) => {
      count -= leaving;
      if (!isFull()) tell();
    },
    hasRoom: async () => {
      if (!isFull()) return;
      await new Promise<void>((resolve) => {
        tell = resolve;
      });
    },
  };
}
