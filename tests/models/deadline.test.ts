import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';

import { type Cancellation, withDeadline } from '../../src/models/deadline.ts';

const never = (cancellation: Cancellation) =>
  new Promise<never>((_, reject) => {
    cancellation.onCancel(() => reject(new Error(cancellation.isCancelled() ? 'stopped' : 'stopped too early')));
  });

describe('withDeadline', () => {
  it('gives what is done in time and leaves no listener behind', async () => {
    const { signal } = new AbortController();

    expect(await withDeadline(10_000, signal, async ({ isCancelled }) => isCancelled())).toEqual({
      type: 'done',
      value: false,
    });
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

  it('tells only what was asked last', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const running = withDeadline(10_000, controller.signal, async (cancellation) => {
      cancellation.onCancel(() => told.push('first'));
      cancellation.onCancel(() => told.push('second'));
      controller.abort();
      throw new Error('stopped');
    });

    await expect(running).rejects.toThrow('stopped');
    expect(told).toEqual(['second']);
  });
});
