import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runAssemblyLine } from '../../../src/pipelines/indexing/assembly-line.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));
const ticks = async (count: number) => {
  for (let done = 0; done < count; done += 1) await tick();
};
const { signal } = new AbortController();

async function* numbers(count: number, onTaken: (index: number) => void = () => {}): AsyncGenerator<number> {
  for (let index = 0; index < count; index += 1) {
    onTaken(index);
    yield index;
  }
}

const two = { mostPreparing: () => 2, mostCompleting: () => 2, signal };

describe('runAssemblyLine', () => {
  it('takes every piece of work through both steps, however long each takes', async () => {
    const duration = fc.array(fc.nat(4), { minLength: 20, maxLength: 20 });
    const limit = fc.integer({ min: 1, max: 3 });
    await fc.assert(
      fc.asyncProperty(duration, duration, limit, limit, async (slow, slower, mostPreparing, mostCompleting) => {
        let [preparing, completing, mostPrepared, mostCompleted] = [0, 0, 0, 0];
        const completed: string[] = [];
        await runAssemblyLine(numbers(20), {
          prepare: async (work) => {
            preparing += 1;
            mostPrepared = Math.max(mostPrepared, preparing);
            await ticks(slow[work] ?? 0);
            preparing -= 1;
            return Array.from({ length: work % 3 }, (_, part) => `${work}.${part}`);
          },
          complete: async (part) => {
            completing += 1;
            mostCompleted = Math.max(mostCompleted, completing);
            await ticks(slower[Math.floor(Number(part))] ?? 0);
            completing -= 1;
            completed.push(part);
          },
          mostPreparing: () => mostPreparing,
          mostCompleting: () => mostCompleting,
          signal,
        });

        const parts = Array.from({ length: 20 }, (_, work) =>
          work % 3 > 1 ? [`${work}.0`, `${work}.1`] : [`${work}.0`],
        );
        const expected = parts.filter((_, work) => work % 3 > 0).flat();
        expect(completed.toSorted()).toEqual(expected.toSorted());
        expect(mostPrepared).toBeLessThanOrEqual(mostPreparing);
        expect(mostCompleted).toBeLessThanOrEqual(mostCompleting);
      }),
      { numRuns: 30 },
    );
  });

  it('prepares the next work while the one before is completed', async () => {
    const log: string[] = [];
    await runAssemblyLine(numbers(3), {
      prepare: async (work) => {
        log.push(`prepare ${work}`);
        await ticks(2);
        return [work];
      },
      complete: async (work) => {
        log.push(`complete ${work}`);
        await ticks(10);
        log.push(`completed ${work}`);
      },
      mostPreparing: () => 1,
      mostCompleting: () => 1,
      signal,
    });

    expect(log).toEqual([
      'prepare 0',
      'complete 0',
      'prepare 1',
      'completed 0',
      'complete 1',
      'prepare 2',
      'completed 1',
      'complete 2',
      'completed 2',
    ]);
  });

  it.each([20, 2000])(
    'takes on no more work than there is room for, whether there are %d pieces or more',
    async (count) => {
      let [taken, completed, mostHeld] = [0, 0, 0];
      const works = numbers(count, () => {
        taken += 1;
        mostHeld = Math.max(mostHeld, taken - completed);
      });
      await runAssemblyLine(works, {
        ...two,
        prepare: async (work) => [work],
        complete: async () => {
          await tick();
          completed += 1;
        },
      });

      expect(completed).toBe(count);
      // Two that are completed, two that are prepared and wait, and the one that waits to be.
      expect(mostHeld).toBe(5);
    },
  );

  it('stands still while nothing can be completed', async () => {
    let comeBack: () => void = () => {};
    const storeIsBack = new Promise<void>((resolve) => {
      comeBack = resolve;
    });
    let taken = 0;
    const works = numbers(1000, () => {
      taken += 1;
    });
    const line = runAssemblyLine(works, { ...two, prepare: async (work) => [work], complete: () => storeIsBack });
    await ticks(50);
    const takenWhileStuck = taken;
    comeBack();
    await line;

    expect([takenWhileStuck, taken]).toEqual([5, 1000]);
  });

  describe('after a failure', () => {
    it.each(['prepare', 'complete'] as const)(
      'of a step (%s) tells the others to end, and ends with it',
      async (step) => {
        const told: string[] = [];
        const work = async (name: string, number: number, own: AbortSignal) => {
          own.addEventListener('abort', () => told.push(`${name} ${number}`));
          await ticks(3);
          if (name === step && number === 1) throw new Error(`${name} ${number} failed`);
          await ticks(20);
          own.throwIfAborted();
        };
        const line = runAssemblyLine(numbers(100), {
          ...two,
          prepare: async (number, own) => {
            if (step === 'prepare') await work('prepare', number, own);
            return [number];
          },
          complete: (number, own) => (step === 'complete' ? work('complete', number, own) : Promise.resolve()),
        });

        await expect(line).rejects.toThrow(`${step} 1 failed`);
        expect(told).toContain(`${step} 0`);
      },
    );

    it('of what gives the work lets what is under way end', async () => {
      const completed: number[] = [];
      async function* failing() {
        yield 1;
        yield 2;
        throw new Error('disk gone');
      }
      const line = runAssemblyLine(failing(), {
        ...two,
        prepare: async (work) => {
          await ticks(3);
          return [work];
        },
        complete: async (work) => {
          completed.push(work);
        },
      });

      await expect(line).rejects.toThrow('disk gone');
      expect(completed).toEqual([1, 2]);
    });

    it('does not wait for work that never comes', async () => {
      async function* stuck() {
        yield 1;
        await new Promise(() => {});
      }
      const line = runAssemblyLine(stuck(), {
        ...two,
        prepare: async () => {
          await tick();
          throw new Error('no server');
        },
        complete: async () => {},
      });

      await expect(line).rejects.toThrow('no server');
    });
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const line = runAssemblyLine(numbers(1000), {
      ...two,
      signal: stop.signal,
      prepare: async (work) => [work],
      complete: async (work, own) => {
        if (work === 5) stop.abort(new Error('interrupted'));
        await tick();
        own.throwIfAborted();
      },
    });

    await expect(line).rejects.toThrow('interrupted');
  });
});
