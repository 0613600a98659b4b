import type { Embedder } from '../core/embedder.ts';
import { interrupted } from '../core/errors.ts';
import { isFunctionWord } from '../reader/function-words.ts';
import { type Token, tokenize } from '../reader/words.ts';

const COMMON = 1;
/** Names and numbers tell texts apart better than other words. */
const TELLING = 1.5;
const DAMPED = 0.05;
/** Places each word has: with two, two words rarely share all of them. */
const PLACES = [0, 1];

/**
 * Vectors made of the words of a text alone: each word adds to two of `dimensions` numbers, chosen by its hash, with a
 * sign of its own. A word that occurs often adds only its logarithm, names and numbers add more than other words,
 * function words next to nothing; the vector has length 1, that of a text without words is zero. No weights, no
 * network: texts are near when they share words, whatever these mean.
 *
 * About 0.2 ms for a passage of a hundred words.
 */
export function hashingEmbedder({ dimensions }: { readonly dimensions: number }): Embedder {
  return {
    model: 'builtin/hashing',
    dimensions,
    wordsOnly: true,
    embed: async (texts, signal) => {
      if (signal.aborted) throw interrupted(signal);
      return texts.map((text) => embedText(text, dimensions));
    },
  };
}

function embedText(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const [word, { count, weight }] of countWords(text)) {
    for (const place of PLACES) {
      const hash = hashOf(`${place}${word}`);
      const sign = hash & 0x8000_0000 ? -1 : 1;
      const at = hash % dimensions;
      vector[at] = (vector[at] ?? 0) + sign * weight * (1 + Math.log(count));
    }
  }
  return normalized(vector);
}

interface WordCount {
  readonly count: number;
  readonly weight: number;
}

function countWords(text: string): ReadonlyMap<string, WordCount> {
  const words = new Map<string, WordCount>();
  for (const token of tokenize(text)) {
    if (token.kind === 'mark') continue;
    for (const word of new Set([token.stem, ...token.stem.split('-')])) {
      const { count, weight } = words.get(word) ?? { count: 0, weight: 0 };
      words.set(word, { count: count + 1, weight: Math.max(weight, weightOf(token)) });
    }
  }
  return words;
}

function weightOf({ lower, kind, isCapital }: Token): number {
  if (isFunctionWord(lower)) return DAMPED;
  return isCapital || kind === 'number' ? TELLING : COMMON;
}

/** FNV-1a with 32 bits, over UTF-16 units, and a last stir so that its high bits depend on all of them. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function normalized(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
