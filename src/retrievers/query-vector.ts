import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';

/**
 * The vector of a question, with one call to the embedder. With an instruction, the text is what models such as Qwen3-Embedding were
 * trained on: `Instruct: …`, a line break and `Query:` directly before the question; passages are embedded without any.
 */
export async function queryVector(
  embedder: Embedder,
  query: string,
  instruction: string | null,
  signal: AbortSignal,
): Promise<Float32Array> {
  const text = instruction === null ? query : `Instruct: ${instruction}\nQuery:${query}`;
  const [vector] = await embedder.embed([text], signal);
  if (vector === undefined) throw noVector(embedder.model);
  return vector;
}

function noVector(model: string): RagError {
  return new RagError('EMBEDDING_INVALID', `model "${model}" returned no vector for the query`, { details: { model } });
}
