import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { limit } from '../../src/models/limit.ts';

const { signal } = new AbortController();
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('limit', () => {
  it('never runs more than its number at a time, starts in order and finishes all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }),
        async (most, durations) => {
          const { run } = limit(most);
          const started: number[] = [];
          let running = 0;
          let mostRunning = 0;

          const results = await Promise.all(
            durations.map((ticks, index) =>
              run(async () => {
                started.push(index);
                running += 1;
                mostRunning = Math.max(mostRunning, running);
                for (let done = 0; done < ticks; done += 1) await tick();
                running -= 1;
                return index;
              }, signal),
            ),
          );

          expect(results).toEqual(durations.map((_, index) => index));
          expect(started).toEqual(results);
          expect(mostRunning).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it('goes on after a task that fails', async () => {
    const { run } = limit(1);
    const failed = run(() => Promise.reject(new Error('no')), signal);
    const next = run(async () => 'next', signal);

    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  it('lets a waiting task leave the queue when its signal is aborted', async () => {
    const { run } = limit(1);
    const controller = new AbortController();
    const first = run(tick, signal);
    const left = run(async () => 'left', controller.signal);
    const last = run(async () => 'last', signal);

    controller.abort();

    await expect(left).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await first;
    expect(await last).toBe('last');
    await expect(run(async () => 'x', controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
