import type { Fields } from '../core/fields.ts';
import type { Point } from '../core/vector-store.ts';
import type { QdrantPoint } from './qdrant-batches.ts';
import type { QdrantCollection } from './qdrant-collection.ts';
import type { CollectionInfo } from './qdrant-collection-info.ts';
import { type SparseVector, sparseWords } from './sparse-words.ts';
import { type CollectionPlace, withoutWords } from './store-errors.ts';

/** The sparse vectors of one collection. */
export interface QdrantWords {
  /** Measures these texts, unless the collection has its measure. */
  measure(payloads: readonly Fields[], info: CollectionInfo, signal: AbortSignal): Promise<void>;
  /** The points with their words, where the collection has room for them; `info` describes the collection. */
  add(points: readonly Point[], info: CollectionInfo, signal: AbortSignal): Promise<readonly QdrantPoint[]>;
  /** @throws RagError INDEX_MISMATCH when the collection was built without words */
  query(question: string, info: CollectionInfo): SparseVector;
  /** Forgets what it knows of the collection: another may have its name. */
  forget(): void;
}

/**
 * The average length that BM25 compares a text with is measured on the first texts there are and kept with the collection, so that
 * all points are weighed alike, whoever stores them.
 */
export function qdrantWords(collection: QdrantCollection, place: CollectionPlace): QdrantWords {
  const words = sparseWords();
  let average: Promise<number> | null = null;

  const takeMeasure = async (
    payloads: readonly Fields[],
    info: CollectionInfo,
    signal: AbortSignal,
  ): Promise<number> => {
    // What is known may be older than the measure of another process.
    const kept = info.averageWords ?? (await collection.info(signal)).averageWords;
    if (kept !== null) return kept;
    const total = payloads.reduce((sum, payload) => sum + words.length(payload), 0);
    await collection.keepAverageWords(Math.max(1, total / payloads.length), signal);
    // Read back: of two who measure in the same moment, mostly both believe the last.
    return (await collection.info(signal)).averageWords ?? 1;
  };

  const averageOf = async (payloads: readonly Fields[], info: CollectionInfo, signal: AbortSignal): Promise<number> => {
    average ??= takeMeasure(payloads, info, signal);
    try {
      return await average;
    } catch (error) {
      average = null;
      throw error;
    }
  };

  return {
    measure: async (payloads, info, signal) => {
      if (info.hasWords && payloads.length > 0) await averageOf(payloads, info, signal);
    },
    add: async (points, info, signal) => {
      if (!info.hasWords || points.length === 0) return points.map((point) => ({ ...point, words: null }));
      const payloads = points.map(({ payload }) => payload);
      const length = await averageOf(payloads, info, signal);
      return points.map((point) => ({ ...point, words: words.document(point.payload, length) }));
    },
    query: (question, { hasWords }) => {
      if (!hasWords) throw withoutWords(place);
      return words.query(question);
    },
    forget: () => {
      average = null;
    },
  };
}
