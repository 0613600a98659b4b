import { setTimeout } from 'node:timers/promises';

import { interrupted } from '../core/errors.ts';

/** Resolves after some time. @throws RagError INTERRUPTED at once when the signal is aborted */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Real time; tests hand in a sleep of their own. */
export const sleep: Sleep = async (milliseconds, signal) => {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch {
    throw interrupted(signal); // A timer fails for no other reason.
  }
};
