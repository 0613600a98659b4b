import { describe, expect, it } from 'vitest';
import { lstrip, rstrip, splitLines, splitWhiteSpace, strip, WORD_CHARACTER } from '../../src/python/strings.ts';
import vectors from '../fixtures/python-strings/vectors.json' with { type: 'json' };

const texts = vectors.texts;

describe('strip', () => {
  it('removes what Python removes at both ends', () => {
    expect(texts.map(({ text }) => strip(text))).toEqual(texts.map((expected) => expected.strip));
  });

  it('takes no longer for a long run of blanks inside', () => {
    const text = `a${' '.repeat(1_000_000)}b`;

    expect(strip(text)).toBe(text);
  });
});

describe('lstrip', () => {
  it('removes what Python removes at the start', () => {
    expect(texts.map(({ text }) => lstrip(text))).toEqual(texts.map((expected) => expected.lstrip));
  });
});

describe('rstrip', () => {
  it('removes what Python removes at the end', () => {
    expect(texts.map(({ text }) => rstrip(text))).toEqual(texts.map((expected) => expected.rstrip));
  });
});

describe('splitWhiteSpace', () => {
  it('splits where Python splits', () => {
    expect(texts.map(({ text }) => splitWhiteSpace(text))).toEqual(texts.map(({ split }) => split));
  });
});

describe('splitLines', () => {
  it('ends lines where Python ends them', () => {
    expect(texts.map(({ text }) => splitLines(text))).toEqual(texts.map(({ splitlines }) => splitlines));
  });
});

describe('WORD_CHARACTER', () => {
  it('has letters, numbers and the underscore, and no combining marks', () => {
    const matching = Array.from('a_9é日²Ⅳ٣ \u0301-😀').filter((character) =>
      new RegExp(`^${WORD_CHARACTER}$`, 'u').test(character),
    );

    expect(matching).toEqual(['a', '_', '9', 'é', '日', '²', 'Ⅳ', '٣']);
  });
});
