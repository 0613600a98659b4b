import { beforeEach, describe, expect, it } from 'vitest';

import { type ErrorCode, interrupted, RagError, type RetryAdvice } from '../../src/core/errors.ts';
import type { ProgressEvent } from '../../src/core/events.ts';
import { retryCall } from '../../src/models/retry-call.ts';
import { failureOf } from './failure-of.ts';

let slept: number[] = [];
let events: ProgressEvent[] = [];

beforeEach(() => {
  slept = [];
  events = [];
});

const { signal } = new AbortController();

function failing(times: number, retry: RetryAdvice | null, code: ErrorCode = 'MODEL_FAILED') {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new RagError(code, 'it failed', { hint: 'a hint', retry });
    return `call ${calls}`;
  };
}

function run(call: () => Promise<string>, retries = 3, using: AbortSignal = signal) {
  return retryCall('gemma', call, using, {
    retries,
    random: () => 0.5,
    sleep: async (milliseconds, waiting) => {
      if (waiting.aborted) throw interrupted(waiting);
      slept.push(milliseconds);
    },
    report: (event) => events.push(event),
  });
}

describe('retryCall', () => {
  it('gives the result of the first call that works, and reports each wait', async () => {
    expect(await run(failing(2, { afterMs: null }))).toBe('call 3');
    expect(slept).toEqual([250, 500]);
    expect(events).toEqual([
      { type: 'retry', what: 'gemma', attempt: 1, waitMs: 250, reason: 'it failed' },
      { type: 'retry', what: 'gemma', attempt: 2, waitMs: 500, reason: 'it failed' },
    ]);
  });

  it('waits for a random part of 0.5 s, doubled each time, up to 30 s', async () => {
    expect(await run(failing(9, { afterMs: null }), 9)).toBe('call 10');
    expect(slept).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('waits as long as the server asks', async () => {
    expect(await run(failing(1, { afterMs: 37_000 }))).toBe('call 2');
    expect(slept).toEqual([37_000]);
  });

  it('gives up at once when the server asks for more than two minutes, and names the time', async () => {
    expect(await failureOf(run(failing(1, { afterMs: 3_600_000 })))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, no retry)
      it failed; the server asks to wait 3600 s, which is too long
      a hint"
    `);
    expect(slept).toEqual([]);
  });

  it('gives up after the last attempt and says how many there were', async () => {
    expect(await failureOf(run(failing(99, { afterMs: 200 }, 'MODEL_UNREACHABLE')))).toMatchInlineSnapshot(`
      "MODEL_UNREACHABLE (service, no retry)
      it failed; tried 4 times
      a hint"
    `);
    expect(slept).toEqual([200, 200, 200]);
  });

  it('does not retry without advice', async () => {
    expect(await failureOf(run(failing(1, null)))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, no retry)
      it failed
      a hint"
    `);
  });

  it('does not retry when it is told not to', async () => {
    expect(await failureOf(run(failing(1, { afterMs: null }), 0))).toMatchInlineSnapshot(`
      "MODEL_FAILED (service, no retry)
      it failed
      a hint"
    `);
  });

  it.each<[ErrorCode, number]>([
    ['REPLY_INVALID', 1],
    ['EMBEDDING_INVALID', 1],
    ['MODEL_TIMEOUT', 2],
    ['EMBEDDER_TIMEOUT', 2],
    ['MODEL_FAILED', 3],
  ])('retries %s at most %d times', async (code, times) => {
    await failureOf(run(failing(99, { afterMs: 0 }, code)));

    expect(slept.length).toBe(times);
  });

  it('stops waiting when the signal is aborted', async () => {
    const controller = new AbortController();
    const call = async () => {
      controller.abort();
      throw new RagError('MODEL_FAILED', 'it failed', { retry: { afterMs: null } });
    };

    await expect(run(call, 3, controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('lets bugs through', async () => {
    const bug = new TypeError('bug');

    await expect(run(() => Promise.reject(bug))).rejects.toBe(bug);
  });
});
