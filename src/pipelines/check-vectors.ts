import { cosine } from '../core/cosine.ts';
import type { Embedder } from '../core/embedder.ts';
import { RagError } from '../core/errors.ts';
import type { IndexIdentity } from '../core/index-manifest.ts';
import type { Point, VectorStore } from '../core/vector-store.ts';

/**
 * Of an index of this identity, whose dimensions the store compares itself.
 *
 * @throws RagError INDEX_MISMATCH when its vectors come from another model, or were made in another way
 */
export function refuseOtherVectors(
  { embeddingModel, documentInstruction }: IndexIdentity,
  { collection }: VectorStore,
  { model, documentInstruction: instruction }: Embedder,
): void {
  if (embeddingModel !== model) {
    throw mismatch(
      `collection "${collection}" was built with the embedding model "${embeddingModel}", the configured one is "${model}"`,
      { collection, expected: embeddingModel, found: model },
    );
  }
  const [expected, found] = [documentInstruction ?? '', instruction ?? ''];
  if (expected === found) return;
  throw mismatch(
    `collection "${collection}" was built with ${quoted(expected)} before each passage, the configuration says ${quoted(found)}`,
    { collection, expected, found },
  );
}

/** @throws RagError STORE_DIMENSION_MISMATCH when the embedder tells a length that the collection's vectors do not have */
export function refuseOtherDimensions(dimensions: number, store: VectorStore, { dimensions: found }: Embedder): void {
  if (found === null || found === dimensions) return;
  const { collection, location } = store;
  throw new RagError(
    'STORE_DIMENSION_MISMATCH',
    `collection "${collection}" in ${location} holds vectors of ${dimensions} numbers, the embedding model gives ${found}`,
    { hint: otherIndex(collection), details: { collection, location, expected: dimensions, actual: found } },
  );
}

export interface Sample {
  readonly store: VectorStore;
  readonly embedder: Embedder;
  /** Where a payload has the text that was embedded. */
  readonly textField: string;
  readonly signal: AbortSignal;
}

/**
 * For a collection that does not say how it was made: why its vectors seem to be another model's, after a few of its texts have
 * been embedded once more and compared; null when they are alike, or when there is no text.
 */
export async function differenceInSample({ store, embedder, textField, signal }: Sample): Promise<string | null> {
  const points = await someTexts(store, textField, signal);
  if (points.length === 0) return null;
  const vectors = await embedder.embed(
    points.map(({ payload }) => (embedder.documentInstruction ?? '') + String(payload[textField])),
    signal,
  );
  const worst = Math.min(...points.map(({ vector }, index) => cosine(vector, vectors[index] ?? new Float32Array())));
  if (worst > ALIKE) return null;
  return `the vectors of collection "${store.collection}" are not those of "${embedder.model}": a text embedded again has cosine ${worst.toFixed(3)} with its own`;
}

/** @throws RagError INDEX_MISMATCH when a collection that does not say how it was made seems to be another model's */
export async function refuseOtherSample(sample: Sample): Promise<void> {
  const difference = await differenceInSample(sample);
  if (difference === null) return;
  throw mismatch(difference, { collection: sample.store.collection, found: sample.embedder.model });
}

/** Batches and machines change a vector in the third or fourth digit; another model or prefix changes it altogether. */
const ALIKE = 0.99;
const SAMPLE = 3;

async function someTexts(store: VectorStore, textField: string, signal: AbortSignal): Promise<readonly Point[]> {
  for await (const page of store.list([], signal)) {
    const points = await store.read(
      page.slice(0, SAMPLE).map(({ id }) => id),
      signal,
    );
    return points.filter(({ payload }) => typeof payload[textField] === 'string');
  }
  return [];
}

function mismatch(message: string, details: { readonly collection: string; readonly [name: string]: string | number }) {
  return new RagError('INDEX_MISMATCH', message, { hint: otherIndex(details.collection), details });
}

function otherIndex(collection: string): string {
  return `index into another collection:  rag index --collection ${collection}_2\nor build this one anew:  rag index --recreate`;
}

function quoted(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text);
}
