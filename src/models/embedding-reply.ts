import { z } from 'zod';

import { RagError } from '../core/errors.ts';
import type { ServerContext } from './server-context.ts';
import { firstIssue } from './shape.ts';

export interface EmbeddingReply {
  /** In the order of the texts; null where the numbers are not all finite, or all zero. */
  readonly vectors: readonly (Float32Array | null)[];
  /** 0 when the server did not count. */
  readonly promptTokens: number;
}

const embeddingReply = z.looseObject({
  data: z.array(
    z.looseObject({
      // The numbers are checked where they are converted: a schema for each of 65 536 would cost more than the conversion.
      embedding: z.custom<Float32Array | readonly unknown[]>(
        (value) => value instanceof Float32Array || Array.isArray(value),
        'expected an array of numbers',
      ),
      index: z.number().nullish(),
    }),
  ),
  usage: z.looseObject({ prompt_tokens: z.number().nullish() }).nullish(),
});

/** @throws RagError EMBEDDING_INVALID when the reply does not hold exactly one vector for each text */
export function readEmbeddings(body: unknown, count: number, context: ServerContext): EmbeddingReply {
  const parsed = embeddingReply.safeParse(body);
  if (!parsed.success) throw invalid(`sent no embeddings: ${firstIssue(parsed.error)}`, context);
  const { data, usage } = parsed.data;
  if (data.length !== count) throw invalid(`sent ${data.length} vectors for ${count} texts`, context);
  const vectors = new Map(data.map(({ embedding, index }, position) => [index ?? position, toVector(embedding)]));
  const ordered = data.map((_, position) => {
    const vector = vectors.get(position);
    if (vector === undefined) throw invalid(`sent no vector with index ${position} among ${count}`, context);
    return vector;
  });
  return { vectors: ordered, promptTokens: usage?.prompt_tokens ?? 0 };
}

/** Null where the numbers are not all finite, or all zero. NaN and infinity arrive as null, or as numbers too large for 32 bits. */
function toVector(numbers: Float32Array | readonly unknown[]): Float32Array | null {
  const vector = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers, numberOrNaN);
  let sum = 0;
  // An iterator would make garbage of every number.
  for (let index = 0; index < vector.length; index += 1) sum += Math.abs(vector[index] ?? 0);
  return sum > 0 && sum < Number.POSITIVE_INFINITY ? vector : null;
}

function numberOrNaN(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function invalid(what: string, { address, codes }: ServerContext): RagError {
  return new RagError(codes.invalid, `${address.url} ${what}`, {
    hint: 'run again; if it stays, check that the server and the model are meant for embeddings',
    retry: { afterMs: null },
    details: { url: address.url },
  });
}
