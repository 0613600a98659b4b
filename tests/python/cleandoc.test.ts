import { describe, expect, it } from 'vitest';
import { cleandoc, expandTabs } from '../../src/python/cleandoc.ts';
import vectors from '../fixtures/python-strings/vectors.json' with { type: 'json' };

describe('cleandoc', () => {
  it('cleans as inspect.cleandoc', () => {
    const cleaned = vectors.texts.map(({ text }) => cleandoc(text));

    expect(cleaned).toEqual(vectors.texts.map((expected) => expected.cleandoc));
  });

  it('removes the shared indent and empty lines at both ends', () => {
    expect(cleandoc('\n    Answer briefly.\n\n      - one fact\n    ')).toBe('Answer briefly.\n\n  - one fact');
  });
});

describe('expandTabs', () => {
  it('expands as str.expandtabs', () => {
    const expanded = vectors.texts.map(({ text }) => expandTabs(text));

    expect(expanded).toEqual(vectors.texts.map(({ expandtabs }) => expandtabs));
  });
});
