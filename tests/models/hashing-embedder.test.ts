import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hashingEmbedder } from '../../src/models/hashing-embedder.ts';
import { testEmbedder } from '../contracts/embedder.contract.ts';

testEmbedder('hashingEmbedder', async () => ({
  embedder: hashingEmbedder({ dimensions: 64 }),
  close: async () => {},
}));

const { signal } = new AbortController();

describe('hashingEmbedder', () => {
  const embedder = hashingEmbedder({ dimensions: 1024 });
  const similarity = async (left: string, right: string): Promise<number> => {
    const [one, other] = await embedder.embed([left, right], signal);
    return Array.from(one ?? []).reduce((sum, value, at) => sum + value * (other?.[at] ?? 0), 0);
  };

  it('names itself and its dimensions', () => {
    expect(embedder).toMatchObject({ model: 'builtin/hashing', dimensions: 1024, wordsOnly: true });
  });

  it('makes vectors of length 1, and zero for a text without words', async () => {
    const [words, none] = await embedder.embed(['The mill burned', ' …! '], signal);

    expect(Math.hypot(...(words ?? []))).toBeCloseTo(1, 6);
    expect(none).toEqual(new Float32Array(1024));
  });

  it('puts a text next to its own inflections, whatever the case and the punctuation', async () => {
    expect(await similarity('The directors of films', 'the director of a film!')).toBeGreaterThan(0.97);
  });

  it('ranks a passage about the question before one that shares only common words with it', async () => {
    const question = 'Who directed the film Harbour Street?';

    const about = await similarity(question, 'Harbour Street is a film directed by Ilse Marten.');
    const other = await similarity(question, 'Who was the man who had the film in the end?');

    expect(about).toBeGreaterThan(2 * other);
  });

  it('counts a name for more than another word, and a repeated word for less than its number', async () => {
    expect(await similarity('Marten', 'Marten lamp')).toBeGreaterThan(await similarity('lamp', 'Marten lamp'));
    expect(await similarity('lamp', 'lamp lamp lamp lamp mill')).toBeLessThan(0.95);
  });

  it('gives the same vector for the same text, alone or among others, on every machine', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (text, other) => {
        const [alone] = await embedder.embed([text], signal);

        expect((await embedder.embed([other, text], signal))[1]).toEqual(alone);
        expect(alone?.every(Number.isFinite)).toBe(true);
      }),
    );
    const [vector] = await hashingEmbedder({ dimensions: 8 }).embed(['Harbour lamp of 1962'], signal);
    expect(Array.from(vector ?? [], (value) => value.toFixed(4)).join(' ')).toMatchInlineSnapshot(
      `"0.0000 0.0000 0.0000 0.4230 0.3965 0.2644 -0.3965 -0.6609"`,
    );
  });
});
