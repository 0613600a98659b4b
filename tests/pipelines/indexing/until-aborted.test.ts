import { expect, it } from 'vitest';
import { untilAborted } from '../../../src/pipelines/indexing/until-aborted.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

it('gives all items, and what they fail with', async () => {
  async function* items(failing: boolean) {
    yield 1;
    yield 2;
    if (failing) throw new Error('broken');
  }
  const { signal } = new AbortController();

  expect(await collect(untilAborted(items(false), signal))).toEqual([1, 2]);
  await expect(collect(untilAborted(items(true), signal))).rejects.toThrow('broken');
});

it('throws the reason at once, even while an item is waited for', async () => {
  const stop = new AbortController();
  async function* items() {
    yield 1;
    stop.abort(new Error('stopped'));
    await new Promise(() => {});
  }

  await expect(collect(untilAborted(items(), stop.signal))).rejects.toThrow('stopped');
  await expect(collect(untilAborted(items(), stop.signal))).rejects.toThrow('stopped');
});

it('tells what gives the items to end when nobody wants more of them', async () => {
  let hasEnded = false;
  async function* items() {
    try {
      yield 1;
      yield 2;
    } finally {
      hasEnded = true;
    }
  }
  for await (const item of untilAborted(items(), new AbortController().signal)) if (item === 1) break;

  expect(hasEnded).toBe(true);
});
