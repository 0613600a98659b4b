import type { EmbeddingCache } from '../../core/embedding-cache.ts';
import type { IndexJournal, Sighting } from '../../core/index-journal.ts';
import type { Page, ReadChunk } from './read-chunks.ts';
import { waitingRoom } from './waiting-room.ts';

export interface EmbeddedChunk {
  readonly chunk: ReadChunk;
  readonly vector: Float32Array;
}

/** The next thing to do for the collection. */
export type Work =
  | { readonly type: 'embed'; readonly chunks: readonly ReadChunk[] }
  | { readonly type: 'store'; readonly chunks: readonly EmbeddedChunk[] };

export interface PlanTask {
  readonly journal: IndexJournal;
  readonly cache: EmbeddingCache | null;
  /** Most chunks to embed at once. */
  readonly batchSize: number;
  /** Most chunks to store at once. */
  readonly upsertSize: number;
}

export interface PlanCounts {
  documents: number;
  /** Different chunks of the corpus. */
  chunks: number;
  /** Those that are stored already. */
  unchanged: number;
  /** Those whose vector was in the cache. */
  cached: number;
  /** Chunks met more than once: the same text and metadata at the same place of documents with the same id. */
  repeated: number;
  repeatedDocuments: number;
}

export interface Planner {
  /**
   * The work that remains for these pages. Holds a page, and chunks that wait for a text someone else has asked for; of these not many:
   * the next page is then read when their texts are embedded.
   */
  work(pages: AsyncIterable<Page>): AsyncGenerator<Work>;
  /** The chunk and all that wait for the same text: each is to be stored, or left out, with it. */
  withSameText(chunk: ReadChunk): readonly ReadChunk[];
  /** These chunks are stored, or left out. */
  done(chunks: readonly ReadChunk[]): void;
  readonly counts: Readonly<PlanCounts>;
  /** Ids and origins of the first few documents whose id another one had before. */
  readonly repeatedDocuments: readonly { readonly id: string; readonly origin: string }[];
}

/** Leaves out what is stored, and asks for no text twice: neither one in the cache nor one that has been asked for just before. */
export function planner({ journal, cache, batchSize, upsertSize }: PlanTask): Planner {
  const counts: PlanCounts = { documents: 0, chunks: 0, unchanged: 0, cached: 0, repeated: 0, repeatedDocuments: 0 };
  const repeatedDocuments: { id: string; origin: string }[] = [];
  const inWork = new Set<string>();
  /** Text asked for → other chunks of that text. */
  const waiting = new Map<string, ReadChunk[]>();
  const crowd = waitingRoom(MOST_WAITING * batchSize);

  const meetDocuments = (documents: Page['documents']): void => {
    const isRepeated = journal.sightDocuments(documents.map(({ id }) => id));
    const repeated = documents.filter((_, index) => isRepeated[index]);
    counts.documents += documents.length;
    counts.repeatedDocuments += repeated.length;
    repeatedDocuments.push(...repeated.slice(0, MOST_NAMED - repeatedDocuments.length));
  };
  const newChunks = (chunks: readonly ReadChunk[]): readonly ReadChunk[] => {
    const sightings = new Map<string, Sighting>();
    const unknown = chunks.filter(({ id }) => !inWork.has(id));
    const seen = journal.sightChunks(unknown);
    for (const [index, { id }] of unknown.entries()) {
      if (!sightings.has(id)) sightings.set(id, seen[index] ?? 'new');
    }
    counts.chunks += countOf(sightings, 'new') + countOf(sightings, 'stored');
    counts.unchanged += countOf(sightings, 'stored');
    counts.repeated += chunks.length - countOf(sightings, 'new') - countOf(sightings, 'stored');
    return chunks.filter((chunk) => {
      if (sightings.get(chunk.id) !== 'new' || inWork.has(chunk.id)) return false;
      inWork.add(chunk.id);
      return true;
    });
  };

  return {
    counts,
    repeatedDocuments,
    work: async function* (pages) {
      let ready: EmbeddedChunk[] = [];
      let missing: ReadChunk[] = [];
      for await (const { documents, chunks } of pages) {
        meetDocuments(documents);
        const fresh = newChunks(chunks);
        const vectors = cache?.get(fresh.map(({ text }) => text)) ?? [];
        for (const [index, chunk] of fresh.entries()) {
          const vector = vectors[index] ?? null;
          const others = waiting.get(chunk.text);
          if (vector !== null) ready.push({ chunk, vector });
          else if (others !== undefined) {
            others.push(chunk);
            crowd.enter();
          } else {
            waiting.set(chunk.text, []);
            missing.push(chunk);
          }
        }
        counts.cached += vectors.filter((vector) => vector !== null).length;
        for (; ready.length >= upsertSize; ready = ready.slice(upsertSize)) {
          yield { type: 'store', chunks: ready.slice(0, upsertSize) };
        }
        for (; missing.length >= batchSize; missing = missing.slice(batchSize)) {
          yield { type: 'embed', chunks: missing.slice(0, batchSize) };
        }
        if (crowd.isFull()) {
          if (missing.length > 0) yield { type: 'embed', chunks: missing };
          missing = [];
          await crowd.hasRoom();
        }
      }
      if (ready.length > 0) yield { type: 'store', chunks: ready };
      if (missing.length > 0) yield { type: 'embed', chunks: missing };
    },
    withSameText: (chunk) => {
      const others = waiting.get(chunk.text) ?? [];
      waiting.delete(chunk.text);
      crowd.leave(others.length);
      return [chunk, ...others];
    },
    done: (chunks) => {
      for (const { id } of chunks) inWork.delete(id);
    },
  };
}

const MOST_NAMED = 3;
/** Batches of chunks that wait for a text someone else has asked for. */
const MOST_WAITING = 10;

function countOf(sightings: ReadonlyMap<string, Sighting>, kind: Sighting): number {
  let count = 0;
  for (const sighting of sightings.values()) if (sighting === kind) count += 1;
  return count;
}
