import { RagError } from '../core/errors.ts';
import type { Point } from '../core/vector-store.ts';

export interface CollectionPlace {
  readonly collection: string;
  /** A URL without credentials, or a file path. */
  readonly location: string;
}

export function collectionNotFound({ collection, location }: CollectionPlace): RagError {
  return new RagError('COLLECTION_NOT_FOUND', `collection "${collection}" does not exist in ${location}`, {
    hint: 'build it first:  rag index',
    details: { collection, location },
  });
}

export interface DimensionMismatch extends CollectionPlace {
  readonly expected: number;
  readonly actual: number;
}

export function dimensionMismatch({ collection, location, expected, actual }: DimensionMismatch): RagError {
  return new RagError(
    'STORE_DIMENSION_MISMATCH',
    `collection "${collection}" in ${location} holds vectors of ${expected} numbers, the embedding model gives ${actual}`,
    {
      hint: 'use the embedding model the collection was built with, or index into another collection',
      details: { collection, location, expected, actual },
    },
  );
}

export function distanceMismatch({ collection, location }: CollectionPlace, actual: string): RagError {
  return new RagError(
    'STORE_DISTANCE_MISMATCH',
    `collection "${collection}" in ${location} compares vectors by ${actual}, cosine is needed`,
    { hint: 'index into another collection', details: { collection, location, expected: 'cosine', actual } },
  );
}

export function withoutWords({ collection, location }: CollectionPlace): RagError {
  return new RagError(
    'INDEX_MISMATCH',
    `collection "${collection}" in ${location} was built without words, which the retriever searches`,
    {
      hint: 'build it anew, with the same configuration:  rag index --recreate\nor search its vectors only:  rag run --retriever dense',
      details: { collection, location },
    },
  );
}

/**
 * Every store takes the same points: canonical ids, finite numbers, one length.
 *
 * @throws RagError STORE_DIMENSION_MISMATCH, EMBEDDING_INVALID
 */
export function checkPoints(points: readonly Point[], dimensions: number, place: CollectionPlace): void {
  for (const { id, vector } of points) {
    if (!CANONICAL_UUID.test(id)) throw notCanonical(id);
    checkVector(vector, dimensions, place);
  }
}

/** @throws RagError STORE_DIMENSION_MISMATCH, EMBEDDING_INVALID */
export function checkVector(vector: Float32Array, dimensions: number, place: CollectionPlace): void {
  if (vector.length !== dimensions) throw dimensionMismatch({ ...place, expected: dimensions, actual: vector.length });
  checkFinite(vector);
}

/**
 * JSON has no NaN: it would reach a server as `null`.
 *
 * @throws RagError EMBEDDING_INVALID
 */
export function checkFinite(vector: Float32Array): void {
  let sum = 0;
  // What is not finite makes NaN of it, in a tenth of the time of asking each. An iterator would make garbage of every number.
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] ?? 0) * 0;
  if (sum === 0) return;
  const position = vector.findIndex((value) => !Number.isFinite(value));
  throw new RagError(
    'EMBEDDING_INVALID',
    `number ${position} of a vector is ${vector[position]}, not a finite number`,
    {
      hint: 'check the embedding model',
      details: { position, dimensions: vector.length },
    },
  );
}

const CANONICAL_UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function notCanonical(id: string): RagError {
  return new RagError('INVARIANT_BROKEN', `point id "${id}" is not a UUID in lower case with hyphens`);
}
