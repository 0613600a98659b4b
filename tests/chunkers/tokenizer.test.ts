import { describe, expect, it } from 'vitest';
import { tokenCounter } from '../../src/chunkers/tokenizer.ts';
import { TOKENIZERS, tokenCases, tokenizerOf, tokenizerText } from './recorded-tokenizer.ts';

describe('tokenCounter', () => {
  it.each(TOKENIZERS)("counts with %s as Python's library does", async (name) => {
    const { count } = await tokenizerOf(name);
    const cases = tokenCases(name);

    expect(cases.map(({ text }) => count(text))).toEqual(cases.map(({ offsets }) => offsets.length));
  });

  it('is named by what is in the file', async () => {
    const [first, second] = [tokenizerText('bpe'), tokenizerText('unigram')];

    expect((await tokenCounter(first, 'a.json')).digest).toMatch(/^[0-9a-f]{16}$/);
    expect((await tokenCounter(first, 'b.json')).digest).toBe((await tokenCounter(first, 'a.json')).digest);
    expect((await tokenCounter(second, 'a.json')).digest).not.toBe((await tokenCounter(first, 'a.json')).digest);
  });

  it.each([
    ['{', 'Expected property name'],
    ['{"hello": 1}', 'it has no model of the kind BPE, WordPiece or Unigram'],
    ['{"model": {"type": "WordLevel", "vocab": {}}}', 'it has no model of the kind BPE, WordPiece or Unigram'],
    ['{"model": {"type": "BPE", "vocab": {}, "merges": []}}', 'decoder'],
  ])('refuses %j', async (text, reason) => {
    await expect(tokenCounter(text, 'my.json')).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(`^my.json is no tokenizer.json that can be used: .*${reason}`),
      details: { file: 'my.json' },
    });
  });
});
