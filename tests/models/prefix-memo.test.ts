import { describe, expect, it } from 'vitest';

import type { Message } from '../../src/core/language-model.ts';
import { prefixMemo } from '../../src/models/prefix-memo.ts';

const message = (content: string): Message => ({ role: 'user', content });

describe('prefixMemo', () => {
  it('makes once what the same messages before another last one give', () => {
    const made: string[] = [];
    const memo = prefixMemo((prefix) => {
      made.push(prefix.map(({ content }) => content).join());
      return made.length;
    });
    const [a, b, c] = ['a', 'b', 'c'].map(message);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three messages');

    expect([memo([a, b, c]), memo([a, b, message('d')])]).toEqual([1, 1]);
    expect([memo([message('a'), b, c]), memo([b, c]), memo([a, b, c])]).toEqual([2, 3, 4]);
    expect([memo([a]), memo([])]).toEqual([5, 6]);
    expect(made).toEqual(['a,b', 'a,b', 'b', 'a,b', '', '']);
  });
});
