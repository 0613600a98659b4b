import { describe, expect, it } from 'vitest';
import { across, axis, niceCeiling } from '../../../src/formats/html/plot.ts';

describe('across', () => {
  it.each([
    [0, '0%'],
    [1 / 3, '33.333%'],
    [1, '100%'],
  ])('%f of the width', (share, text) => expect(across(share)).toBe(text));
});

describe('niceCeiling', () => {
  it.each([
    [0, 1],
    [0.03, 0.05],
    [1, 1],
    [1.1, 2],
    [2.2, 2.5],
    [77, 100],
    [101, 200],
    [3100, 5000],
  ])('%f lies below %f', (value, ceiling) => expect(niceCeiling(value)).toBe(ceiling));
});

describe('axis', () => {
  it('puts the first label at the left edge and the last at the right', () => {
    expect(axis(['0', '50', '100 %']).markup).toBe(
      '<svg class="axis" height="18" aria-hidden="true"><text x="0%" y="14" text-anchor="start">0</text><text x="50%" y="14" text-anchor="middle">50</text><text x="100%" y="14" text-anchor="end">100 %</text></svg>',
    );
  });
});
