import { describe, expect, it } from 'vitest';
import { inferPrefix } from '../../src/core/infer-prefix.ts';

describe('inferPrefix', () => {
  it.each([
    ['context', 'Context'],
    ['searchQuery2', 'Search Query 2'],
    ['HTMLParser', 'HTML Parser'],
    ['gpt4Answer', 'Gpt 4 Answer'],
    ['field__double', 'Field  Double'],
    ['x٣y', 'X ٣ Y'],
    ['éTÉ', 'Été'],
    ['ßx', 'Ssx'],
    ['aΣ', 'Aς'],
  ])('reads %s as %s', (name, prefix) => {
    expect(inferPrefix(name)).toBe(prefix);
  });
});
