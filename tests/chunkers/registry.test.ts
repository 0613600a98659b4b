import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chunkers } from '../../src/chunkers/registry.ts';
import { findEntry } from '../../src/core/registry.ts';
import { tokenizerText } from './recorded-tokenizer.ts';

const needs = { readText: async () => tokenizerText('bpe') };
const entry = findEntry(chunkers, 'fixed-length');

describe('chunkers', () => {
  it('cut as the tutorial does when nothing is said: 1024 characters, no overlap, longer than 100', async () => {
    expect((await entry?.build({}, needs))?.options).toEqual({ characters: 1024, overlap: 0, minCharacters: 100 });
  });

  it.each([
    ['sentence', { characters: 1024, overlap: 0 }],
    ['recursive', { characters: 1024, overlap: 0, separators: ['\n\n', '\n', ' ', ''] }],
    ['RecursiveCharacterTextSplitter', { characters: 1024, overlap: 0, separators: ['\n\n', '\n', ' ', ''] }],
    ['markdown', { characters: 1024, overlap: 0, prefix: true }],
  ])('have defaults: %s', async (name, options) => {
    expect((await findEntry(chunkers, name)?.build({}, needs))?.options).toEqual(options);
  });

  it.each([{ characters: 0 }, { characters: 10, overlap: 10 }, { minCharacters: -1 }, { length: 10 }])(
    'refuse %j',
    async (options) => {
      await expect(entry?.build(options, needs)).rejects.toThrow();
    },
  );

  it('read the tokenizer, and know it by its content', async () => {
    const token = findEntry(chunkers, 'token');

    expect((await token?.build({ tokenizer: 'models/tokenizer.json' }, needs))?.options).toEqual({
      tokenizer: createHash('sha256').update(tokenizerText('bpe')).digest('hex').slice(0, 16),
      tokens: 256,
      overlap: 0,
    });
    await expect(token?.build({}, needs)).rejects.toThrow();
    await expect(token?.build({ tokenizer: 'x', tokens: 20, overlap: 20 }, needs)).rejects.toThrow();
  });
});
