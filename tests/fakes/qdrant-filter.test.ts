import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/core/fields.ts';
import { matchesFilter } from './qdrant-filter.ts';

interface Recorded {
  readonly payloads: readonly Fields[];
  readonly cases: readonly { readonly filter: Fields; readonly ids: readonly number[] }[];
}

const file = new URL('../fixtures/qdrant-local/filters.json', import.meta.url);
const { payloads, cases }: Recorded = JSON.parse(readFileSync(file, 'utf8'));

describe('matchesFilter', () => {
  it.each(cases)('lets through what Qdrant does: $filter', ({ filter, ids }) => {
    const points = payloads.map((payload, id) => ({ id, vector: [1], sparse: new Map(), payload, version: 0 }));

    expect(points.filter((point) => matchesFilter(filter, point)).map(({ id }) => id)).toEqual(ids);
  });
});
