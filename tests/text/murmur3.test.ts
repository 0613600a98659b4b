import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { murmur3 } from '../../src/text/murmur3.ts';

describe('murmur3', () => {
  it('gives the hashes of the Python library', () => {
    const file = new URL('../fixtures/murmur3/vectors.json', import.meta.url);
    const { hashes }: { hashes: Record<string, number> } = JSON.parse(readFileSync(file, 'utf8'));

    expect(Object.fromEntries(Object.keys(hashes).map((text) => [text, murmur3(text) | 0]))).toEqual(hashes);
  });

  it('depends on the seed', () => {
    expect([murmur3('', 1), murmur3('test', 0x9747b28c)]).toEqual([0x514e28b7, 0x704b81dc]);
  });
});
