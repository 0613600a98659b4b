import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { keepHeapSmall } from '../../src/cli/keep-heap-small.ts';

it('lets go of what nobody holds', () => {
  const before = getHeapStatistics().used_heap_size;
  let garbage: string[] = Array.from({ length: 500_000 }, (_, index) => `text ${index}`);
  const withGarbage = getHeapStatistics().used_heap_size;
  expect(garbage).toHaveLength(500_000);
  garbage = [];

  keepHeapSmall();

  expect(getHeapStatistics().used_heap_size - before).toBeLessThan((withGarbage - before) / 2);
});
