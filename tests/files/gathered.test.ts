import { describe, expect, it } from 'vitest';

import { gathered } from '../../src/files/gathered.ts';

describe('gathered', () => {
  it('does the work on all items of a moment in one go', async () => {
    const works: (readonly string[])[] = [];
    const { add } = gathered<string>((items) => works.push(items));

    const both = Promise.all([add('a'), Promise.resolve().then(() => add('b'))]);
    expect(works).toEqual([]);
    await both;
    await add('c');

    expect(works).toEqual([['a', 'b'], ['c']]);
  });

  it('lets each item of the moment fail with the work, and goes on', async () => {
    const error = new Error('no');
    const { add } = gathered<string>((items) => {
      if (items.includes('bad')) throw error;
    });

    expect(await Promise.allSettled([add('good'), add('bad')])).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
    await add('good');
  });

  it('does at once what is asked for at once', async () => {
    const works: (readonly string[])[] = [];
    const { add, flush } = gathered<string>((items) => works.push(items));
    const added = add('a');

    flush();

    expect(works).toEqual([['a']]);
    await added;
    expect(works).toEqual([['a']]);
  });
});
