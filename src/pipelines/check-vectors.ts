import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { IndexIdentity } from '../core/index-manifest.ts';
import type { Point, VectorStore } from '../core/vector-store.ts';

/** @throws RagError INDEX_MISMATCH when the vectors of an index come from another model, or were made in another way */
export function refuseOtherVectors(
  { embeddingModel, documentInstruction }: IndexIdentity,
  { collection }: VectorStore,
  { model, documentInstruction: instruction }: Embedder,
): void {
  if (embeddingModel !== model) throw otherModel(collection, embeddingModel, model);
  const [expected, found] = [documentInstruction ?? '', instruction ?? ''];
  if (expected === found) return;
  throw mismatch(
    `collection "${collection}" was built with ${quoted(expected)} before each passage, the configuration says ${quoted(found)}`,
    { collection, expected, found },
  );
}

/**
 * For a collection that does not say how it was made: a few of its texts are embedded once more and compared.
 *
 * @throws RagError INDEX_MISMATCH when the new vectors point elsewhere
 */
export async function compareSample(store: VectorStore, embedder: Embedder, signal: AbortSignal): Promise<void> {
  const points = await someTexts(store, signal);
  if (points.length === 0) return;
  const vectors = await embedder.embed(
    points.map(({ payload }) => (embedder.documentInstruction ?? '') + String(payload.text)),
    signal,
  );
  const worst = Math.min(...points.map(({ vector }, index) => cosine(vector, vectors[index] ?? new Float32Array())));
  if (worst > ALIKE) return;
  const { collection } = store;
  throw mismatch(
    `the vectors of collection "${collection}" are not those of "${embedder.model}": a text embedded again has cosine ${worst.toFixed(3)} with its own`,
    { collection, found: embedder.model, cosine: worst },
  );
}

/** Batches and machines change a vector in the third or fourth digit; another model or prefix changes it altogether. */
const ALIKE = 0.99;
const SAMPLE = 3;

async function someTexts(store: VectorStore, signal: AbortSignal): Promise<readonly Point[]> {
  for await (const page of store.list([], signal)) {
    const points = await store.read(
      page.slice(0, SAMPLE).map(({ id }) => id),
      signal,
    );
    return points.filter(({ payload }) => typeof payload.text === 'string');
  }
  return [];
}

/** Of a vector at length 1 and any other; 0 where their lengths differ. */
function cosine(unit: Float32Array, other: Float32Array): number {
  if (unit.length !== other.length) return 0;
  let product = 0;
  for (const [index, value] of unit.entries()) product += value * (other[index] ?? 0);
  return product / Math.hypot(...other);
}

function otherModel(collection: string, expected: string, found: string): RagError {
  return mismatch(
    `collection "${collection}" was built with the embedding model "${expected}", the configured one is "${found}"`,
    { collection, expected, found },
  );
}

function mismatch(message: string, details: { readonly collection: string; readonly [name: string]: string | number }) {
  return new RagError('INDEX_MISMATCH', message, {
    hint: `index into another collection:  rag index --collection ${details.collection}_2\nor build this one anew:  rag index --recreate`,
    details,
  });
}

function quoted(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text);
}
