import { describe, expect, it } from 'vitest';

import { RagError } from '../../src/core/errors.ts';
import { sleep } from '../../src/network/sleep.ts';

describe('sleep', () => {
  it('wakes up after a while', async () => {
    expect(await sleep(1, new AbortController().signal)).toBeUndefined();
  });

  it('throws what the aborted signal says, at once', async () => {
    const controller = new AbortController();
    const sleeping = sleep(60_000, controller.signal);
    controller.abort(new RagError('INTERRUPTED', 'interrupted by Ctrl-C'));

    await expect(sleeping).rejects.toMatchObject({ code: 'INTERRUPTED', message: 'interrupted by Ctrl-C' });
    await expect(sleep(60_000, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
