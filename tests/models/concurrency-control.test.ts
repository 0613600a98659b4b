import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adaptiveConcurrency,
  type ConcurrencyControl,
  fixedConcurrency,
} from '../../src/models/concurrency-control.ts';

/** A server that works on `slots` calls at a time, 80 to 120 ms each; gives back the limit after each of so many calls. */
function callServer(control: ConcurrencyControl, slots: number, calls: number, startAt = 0): number[] {
  const ends: number[] = [];
  const free = Array.from({ length: slots }, () => startAt);
  const limits: number[] = [];
  let now = startAt;
  let sent = 0;
  const send = () => {
    const slot = free.indexOf(Math.min(...free));
    const end = Math.max(now, free[slot] ?? 0) + 80 + ((sent++ * 17) % 41);
    free[slot] = end;
    ends.push(end);
  };
  while (limits.length < calls) {
    while (ends.length < control.limit) send();
    ends.sort((left, right) => left - right);
    now = ends.shift() ?? now;
    control.succeeded(100, now, true);
    limits.push(control.limit);
  }
  return limits;
}

/** The values of a list without repetitions. */
function steps(limits: readonly number[]): number[] {
  return limits.filter((limit, index) => limit !== limits[index - 1]);
}

describe('adaptiveConcurrency', () => {
  it('grows as long as that brings more, then goes back by one and stays', () => {
    const control = adaptiveConcurrency({ least: 1, most: 16 });

    expect(steps(callServer(control, 4, 120))).toEqual([2, 3, 4, 5, 4]);
  });

  it('tries one more now and then, in case the server has become faster', () => {
    const control = adaptiveConcurrency({ least: 1, most: 16 });
    callServer(control, 2, 60);

    expect(steps(callServer(control, 3, 400, 10_000)).slice(0, 4)).toEqual([2, 3, 4, 3]);
  });

  it('grows to the bound and no further', () => {
    const control = adaptiveConcurrency({ least: 1, most: 5 });

    expect(steps(callServer(control, 100, 500))).toEqual([2, 3, 4, 5]);
  });

  it('halves when pushed back, once for all calls that began before, and keeps below for a while', () => {
    const control = adaptiveConcurrency({ least: 1, most: 16 });
    callServer(control, 100, 200);
    expect(control.limit).toBe(9);

    control.pushedBack(1000, 2000);
    expect(control.limit).toBe(4);
    control.pushedBack(1999, 2001);
    expect(control.limit).toBe(4);
    control.pushedBack(2000, 2002);
    expect(control.limit).toBe(2);
    control.pushedBack(2002, 2003);
    control.pushedBack(2003, 2004);
    expect(control.limit).toBe(1);

    expect(steps(callServer(control, 100, 100, 3000))).toEqual([1, 2]);
  });

  it('does not take it for the limit of the server when nobody waits', () => {
    const control = adaptiveConcurrency({ least: 1, most: 16 });
    for (let call = 0; call < 100; call += 1) control.succeeded(100, call * 50, false);

    expect(control.limit).toBe(2);
  });

  it('begins within the bounds', () => {
    expect(adaptiveConcurrency({ least: 1, most: 1 }).limit).toBe(1);
    expect(adaptiveConcurrency({ least: 6, most: 8 }).limit).toBe(6);
  });

  it('stays within the bounds, whatever happens', () => {
    const event = fc.record({ push: fc.boolean(), items: fc.nat(100), ms: fc.nat(1000), isBusy: fc.boolean() });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.nat(10),
        fc.array(event, { maxLength: 300 }),
        (least, more, all) => {
          const control = adaptiveConcurrency({ least, most: least + more });
          let now = 0;
          for (const { push, items, ms, isBusy } of all) {
            const startedAt = now;
            now += ms;
            if (push) control.pushedBack(startedAt, now);
            else control.succeeded(items, now, isBusy);
            expect(control.limit).toBeGreaterThanOrEqual(least);
            expect(control.limit).toBeLessThanOrEqual(least + more);
          }
        },
      ),
    );
  });

  it('gives the same numbers for the same calls', () => {
    const run = () => callServer(adaptiveConcurrency({ least: 1, most: 16 }), 7, 300);

    expect(run()).toEqual(run());
  });
});

it('fixedConcurrency stays as it is', () => {
  const control = fixedConcurrency(3);
  control.pushedBack(0, 1);
  control.succeeded(1, 2, true);

  expect(control.limit).toBe(3);
});
