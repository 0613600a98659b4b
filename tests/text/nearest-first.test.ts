import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { editDistance, nearestFirst } from '../../src/text/nearest-first.ts';

describe('nearestFirst', () => {
  it('puts a model with the same name and a tag before one that only looks alike', () => {
    const names = ['qwen2-embedding', 'gemma3:4b', 'qwen3-embedding:0.6b', 'QWEN3-EMBEDDING:8b-very-long-tag'];

    expect(nearestFirst('qwen3-embedding', names)).toEqual([
      'qwen3-embedding:0.6b',
      'QWEN3-EMBEDDING:8b-very-long-tag',
      'qwen2-embedding',
      'gemma3:4b',
    ]);
  });

  it('keeps the order of equally near names', () => {
    expect(nearestFirst('aa', ['ab', 'ba', 'ca'])).toEqual(['ab', 'ba', 'ca']);
  });

  it('loses and adds nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wanted, names) => {
        expect(nearestFirst(wanted, names).sort()).toEqual([...names].sort());
      }),
    );
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['generate_anwser', 'generate_answer', 2],
  ])('from %j to %j is %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it('is a distance: symmetric, zero for equals only, no detour is shorter', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
