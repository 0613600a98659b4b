import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskGroup } from '../../../src/pipelines/indexing/task-group.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A task that ends when it is told to. */
function openTask() {
  let end: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { task: () => promise, end, fail };
}

describe('taskGroup', () => {
  it('runs all tasks, never more than its number at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat(3), { maxLength: 15 }),
        async (most, durations) => {
          const group = taskGroup(
            () => most,
            () => {},
          );
          let running = 0;
          let mostRunning = 0;
          let ended = 0;
          for (const ticks of durations) {
            await group.start(async () => {
              running += 1;
              mostRunning = Math.max(mostRunning, running);
              for (let done = 0; done < ticks; done += 1) await tick();
              running -= 1;
              ended += 1;
            });
          }
          await group.finish();

          expect(ended).toBe(durations.length);
          expect(mostRunning).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it('begins the next task when one ends, or when there may be more', async () => {
    let most = 1;
    const begun: string[] = [];
    const group = taskGroup(
      () => most,
      () => {},
    );
    const tasks = { a: openTask(), b: openTask(), c: openTask() };
    const start = async (name: keyof typeof tasks) => {
      await group.start(tasks[name].task);
      begun.push(name);
    };
    await start('a');
    const others = start('b').then(() => start('c'));
    await tick();
    expect(begun).toEqual(['a']);

    most = 2;
    tasks.a.end();
    await others;
    expect(begun).toEqual(['a', 'b', 'c']);
    tasks.b.end();
    tasks.c.end();
    await group.finish();
  });

  it('tells of the first failure at once, begins nothing after it, and waits for what is under way', async () => {
    const failures: unknown[] = [];
    const group = taskGroup(
      () => 2,
      (error) => failures.push(error),
    );
    const [failing, slow] = [openTask(), openTask()];
    await group.start(failing.task);
    await group.start(slow.task);
    failing.fail(new Error('first'));
    await tick();
    expect(failures).toEqual([new Error('first')]);

    let isBegun = false;
    const late = group.start(async () => {
      isBegun = true;
    });
    await expect(late).rejects.toThrow('first');
    slow.fail(new Error('second'));
    await expect(group.finish()).rejects.toThrow('first');
    expect(isBegun).toBe(false);
    expect(failures).toHaveLength(1);
  });
});
