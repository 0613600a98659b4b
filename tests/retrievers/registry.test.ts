import { describe, expect, it } from 'vitest';
import { findEntry } from '../../src/core/registry.ts';
import { retrievers } from '../../src/retrievers/registry.ts';

describe('retrievers', () => {
  it('are known by these names', () => {
    expect(retrievers.entries.map(({ name, aliases }) => [name, ...aliases])).toEqual([['dense'], ['bm25', 'text']]);
  });

  it('fill in the field that holds the text', () => {
    expect(findEntry(retrievers, 'dense')?.options.parse({})).toEqual({ textField: 'text' });
  });

  it('refuse an option they do not know', () => {
    expect(() => findEntry(retrievers, 'text')?.options.parse({ k: 3 })).toThrow(/Unrecognized key: \\"k\\"|"k"/);
  });
});
