import { codePointLength } from '../../python/code-points.ts';
import { type Bin, growingHistogram } from '../../stats/growing-histogram.ts';
import { payloadOf } from '../indexing/point-of.ts';
import type { ReadChunk } from '../indexing/read-chunks.ts';
import { ownBytes, qdrantBytes, sqliteBytes } from './stored-bytes.ts';

/** In bytes; null what depends on a length of vectors that is not known. */
export interface Sizes {
  /** The chunks in UTF-8: what is sent to the embedding model. */
  readonly text: number;
  /** What is stored beside the vectors, as JSON. */
  readonly payload: number;
  readonly vectors: number | null;
  /** About what the collection takes in the embedded store … */
  readonly sqlite: number | null;
  /** … or in Qdrant. */
  readonly qdrant: number | null;
  /** About what `.rag` keeps: the cache of embeddings and the journal. */
  readonly own: number | null;
}

export interface ChunkTally {
  add(chunk: ReadChunk): void;
  result(): {
    readonly chunks: number;
    readonly characters: { readonly total: number; readonly least: number; readonly most: number };
    readonly lengths: readonly Bin[];
    readonly tokens: number;
    readonly bytes: Sizes;
  };
}

export interface TallyOptions {
  readonly dimensions: number | null;
  /** Whether vectors are kept in the cache of embeddings as well. */
  readonly keepsVectors: boolean;
  readonly countTokens: (text: string) => number;
}

/** Counts chunks and their sizes, holding none of them. */
export function chunkTally({ dimensions, keepsVectors, countTokens }: TallyOptions): ChunkTally {
  const histogram = growingHistogram(BINS);
  const characters = { total: 0, least: Number.POSITIVE_INFINITY, most: 0 };
  const bytes = { text: 0, payload: 0, sqlite: 0, qdrant: 0, own: 0 };
  let chunks = 0;
  let tokens = 0;
  return {
    add: (chunk) => {
      const length = codePointLength(chunk.text);
      const text = Buffer.byteLength(chunk.text);
      const payload = Buffer.byteLength(JSON.stringify(payloadOf(chunk)));
      chunks += 1;
      histogram.add(length);
      characters.total += length;
      characters.least = Math.min(characters.least, length);
      characters.most = Math.max(characters.most, length);
      tokens += countTokens(chunk.text);
      bytes.text += text;
      bytes.payload += payload;
      if (dimensions === null) return;
      const size = { dimensions, text, payload };
      bytes.sqlite += sqliteBytes(size);
      bytes.qdrant += qdrantBytes(size);
      bytes.own += ownBytes(size, keepsVectors);
    },
    result: () => {
      const known = (value: number): number | null => (dimensions === null ? null : Math.round(value));
      const { text, payload, sqlite, qdrant, own } = bytes;
      const stored = { sqlite: known(sqlite), qdrant: known(qdrant), own: known(own) };
      return {
        chunks,
        characters,
        lengths: histogram.bins(),
        tokens,
        bytes: { text, payload, vectors: known(4 * chunks * (dimensions ?? 0)), ...stored },
      };
    },
  };
}

const BINS = 16;
