import { afterEach, describe, expect, it } from 'vitest';

import type { Embedder } from '../../src/core/embedder.ts';
import { RagError } from '../../src/core/errors.ts';

export interface EmbedderUnderTest {
  readonly embedder: Embedder;
  close(): Promise<void>;
}

/** What every embedder keeps, whatever it is made of. */
export function testEmbedder(name: string, make: () => Promise<EmbedderUnderTest>): void {
  describe(`${name} as an embedder`, () => {
    let subject: EmbedderUnderTest | null = null;

    const embed = async (texts: readonly string[]): Promise<readonly Float32Array[]> => {
      subject ??= await make();
      return subject.embedder.embed(texts, new AbortController().signal);
    };

    afterEach(async () => {
      await subject?.close();
      subject = null;
    });

    it('gives one vector for each text, in order, all of one length and finite', async () => {
      const texts = ['Paris is the capital of France.', 'Rome lies on the Tiber.', 'ünïcödé 猫 🎉'];

      const vectors = await embed(texts);

      expect(vectors.map((vector) => vector instanceof Float32Array)).toEqual([true, true, true]);
      expect(new Set(vectors.map((vector) => vector.length)).size).toBe(1);
      expect(vectors.every((vector) => vector.every(Number.isFinite))).toBe(true);
      for (const [index, text] of texts.entries()) {
        const [alone] = await embed([text]);
        expect(cosine(alone, vectors[index])).toBeCloseTo(1, 4);
      }
    });

    it('gives nothing for no texts', async () => {
      expect(await embed([])).toEqual([]);
    });

    it('gives equal texts equal vectors and keeps both', async () => {
      const [first, second] = await embed(['the same', 'the same']);

      expect(first).toEqual(second);
    });

    it('brings texts about the same thing closer together than others', async () => {
      const [question, right, wrong] = await embed([
        'capital of France',
        'Paris is the capital of France.',
        'Basalt forms from cooling lava.',
      ]);

      expect(cosine(question, right)).toBeGreaterThan(cosine(question, wrong));
    });

    it('knows the length of its vectors beforehand, or says that it does not', async () => {
      const [vector] = await embed(['x']);

      expect([null, vector?.length]).toContain(subject?.embedder.dimensions);
    });

    it('stops with INTERRUPTED when the signal is aborted', async () => {
      subject = await make();
      const controller = new AbortController();
      controller.abort();

      const failure = await subject.embedder.embed(['x'], controller.signal).catch((error: unknown) => error);

      expect(failure).toBeInstanceOf(RagError);
      expect(failure).toMatchObject({ code: 'INTERRUPTED', retry: null });
    });

    it('has a name', async () => {
      subject = await make();

      expect(subject.embedder.model).not.toBe('');
    });
  });
}

function cosine(a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number {
  const dot = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}
