import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches } from '../../src/pipelines/batches.ts';

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

describe('batches', () => {
  it('loses nothing, keeps the order, and fills every batch but the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), async (items, size) => {
        const found: (readonly number[])[] = [];
        for await (const batch of batches(each(items), size)) found.push(batch);

        expect(found.flat()).toEqual(items);
        expect(found.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
        expect(found.every((batch) => batch.length > 0 && batch.length <= size)).toBe(true);
      }),
    );
  });
});
