import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';

import { withDeadline } from '../../src/models/deadline.ts';

const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(new Error('stopped'));
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });

describe('withDeadline', () => {
  it('gives what is done in time and leaves no listener behind', async () => {
    const { signal } = new AbortController();

    expect(await withDeadline(10_000, signal, async () => 1)).toEqual({ type: 'done', value: 1 });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('says that time is up', async () => {
    expect(await withDeadline(5, new AbortController().signal, never)).toEqual({ type: 'expired' });
  });

  it('passes on an abort from outside, before and while it runs', async () => {
    await expect(withDeadline(10_000, AbortSignal.abort(), never)).rejects.toThrow('stopped');
    const controller = new AbortController();
    const running = withDeadline(10_000, controller.signal, never);
    controller.abort();

    await expect(running).rejects.toThrow('stopped');
  });
});
