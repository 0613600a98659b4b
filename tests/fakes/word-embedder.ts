import type { Embedder } from '../../src/core/embedder.ts';
import { wordVector } from './word-vector.ts';

export interface WordEmbedder extends Embedder {
  /** The texts of each call. */
  readonly calls: readonly (readonly string[])[];
}

/** An embedder in the process: vectors from the words of a text. It can be made to keep its dimensions to itself. */
export function wordEmbedder({ size = 8, tells = true, model = 'words' } = {}): WordEmbedder {
  const calls: (readonly string[])[] = [];
  return {
    model,
    dimensions: tells ? size : null,
    calls,
    embed: async (texts) => {
      calls.push(texts);
      return texts.map((text) => Float32Array.from(wordVector(text, size)));
    },
  };
}
