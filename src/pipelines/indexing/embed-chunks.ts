import type { Embedder } from '../../core/embedder.ts';
import { type ErrorCode, invariantBroken, RagError } from '../../core/errors.ts';
import type { EmbeddedChunk } from './plan-work.ts';
import type { ReadChunk } from './read-chunks.ts';

export interface EmbedOptions {
  readonly embedder: Embedder;
  readonly leaveOut: (chunk: ReadChunk, error: RagError) => void;
  readonly signal: AbortSignal;
}

/**
 * The chunks with their vectors; one whose text the model cannot take goes to `leaveOut`, and the others are sent again.
 *
 * @throws whatever the embedder or `leaveOut` throws
 */
export async function embedChunks(
  chunks: readonly ReadChunk[],
  { embedder, leaveOut, signal }: EmbedOptions,
): Promise<readonly EmbeddedChunk[]> {
  let left = chunks;
  while (left.length > 0) {
    try {
      return withVectors(left, await embedder.embed(left.map(textFor(embedder)), signal));
    } catch (error) {
      const bad = badChunk(error, left);
      if (bad === null) throw error;
      leaveOut(bad.chunk, bad.error);
      left = left.filter((chunk) => chunk !== bad.chunk);
    }
  }
  return [];
}

function textFor({ documentInstruction = '' }: Embedder): (chunk: ReadChunk) => string {
  return ({ text }) => documentInstruction + text;
}

function withVectors(chunks: readonly ReadChunk[], vectors: readonly Float32Array[]): EmbeddedChunk[] {
  return chunks.map((chunk, index) => {
    const vector = vectors[index];
    if (vector === undefined) throw invariantBroken(`no vector for chunk ${chunk.id}`);
    return { chunk, vector };
  });
}

/** Faults of one text; the rest of the batch may pass without it. */
const CODES_OF_ONE_TEXT: ReadonlySet<ErrorCode> = new Set(['CONTEXT_OVERFLOW', 'EMBEDDING_INVALID'] as const);

/** The chunk that an error is about, with the error naming its row; null for an error of the whole batch. */
function badChunk(error: unknown, chunks: readonly ReadChunk[]): { chunk: ReadChunk; error: RagError } | null {
  if (!(error instanceof RagError) || !CODES_OF_ONE_TEXT.has(error.code)) return null;
  const { code, message, hint, details, cause } = error;
  const chunk = chunks[Number(details.index ?? Number.NaN)];
  if (chunk === undefined) return null;
  const { origin, documentId, index } = chunk;
  const named = { ...details, origin, document: documentId, chunk: index };
  return { chunk, error: new RagError(code, `${origin}, chunk ${index}: ${message}`, { hint, cause, details: named }) };
}
